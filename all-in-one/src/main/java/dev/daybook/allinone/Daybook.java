package dev.daybook.allinone;

import dev.daybook.allinone.database.DatabaseAccount;
import dev.daybook.allinone.sample.SampleDay;
import dev.daybook.processor.verify.VerifyCommand;
import dev.daybook.service.PortTaken;
import dev.daybook.service.settings.Settings;
import dev.daybook.service.settings.WrongSettings;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the all-in-one; {@code ./daybook} builds it and passes everything on. */
@Command(
        name = "daybook",
        description = "Sales events in over HTTP, the day's report out by e-mail.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            Daybook.Demonstrate.class,
            Daybook.Up.class,
            Inspect.Verify.class,
            Inspect.Explain.class,
            Inspect.Archive.class,
            ReportCommand.class,
            Daybook.Clean.class
        })
public final class Daybook {
    private static final int EXIT_FAILED = 1;
    private static final int EXIT_WRONG_SETTINGS = 2;

    private Daybook() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        int status = EXIT_FAILED;
        try {
            status = commandLine(out).execute(arguments);
        } catch (Error broken) {
            // Without an exit the threads of whatever has started would keep the process for ever.
            System.err.println("daybook: " + broken);
            broken.printStackTrace(System.err);
        }
        System.exit(status);
    }

    /** @param out what the commands print to */
    static CommandLine commandLine(PrintStream out) {
        CommandLine daybook = new CommandLine(new Daybook(), factory(out))
                .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure));
        tellVersion(daybook);
        return daybook;
    }

    /** The standard options of every command have {@code --version}, which prints nothing by itself. */
    private static void tellVersion(CommandLine command) {
        command.getCommandSpec().versionProvider(new DaybookVersion());
        command.getSubcommands().values().forEach(Daybook::tellVersion);
    }

    /** What went wrong, for the person at the terminal, and the exit status that says which kind it was. */
    private static int explain(Exception failure) {
        if (failure instanceof WrongSettings wrong) {
            wrong.errors().forEach(error -> System.err.println("daybook: " + error));
            return EXIT_WRONG_SETTINGS;
        }
        if (failure instanceof PortTaken || failure instanceof FolderInUse) {
            System.err.println("daybook: " + failure.getMessage());
            return EXIT_WRONG_SETTINGS;
        }
        System.err.println("daybook: " + failure.getMessage());
        failure.printStackTrace(System.err);
        return EXIT_FAILED;
    }

    private static CommandLine.IFactory factory(PrintStream out) {
        return new CommandLine.IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                if (type == Demonstrate.class) {
                    return type.cast(new Demonstrate(out));
                }
                if (type == Up.class) {
                    return type.cast(new Up(out));
                }
                if (type == Inspect.Verify.class) {
                    return type.cast(new Inspect.Verify(out));
                }
                if (type == Inspect.Explain.class) {
                    return type.cast(new Inspect.Explain(out));
                }
                if (type == Inspect.Archive.class) {
                    return type.cast(new Inspect.Archive(out));
                }
                if (type == ReportCommand.class) {
                    return type.cast(new ReportCommand(out));
                }
                if (type == Clean.class) {
                    return type.cast(new Clean(out));
                }
                return CommandLine.defaultFactory().create(type);
            }
        };
    }

    @Command(
            name = "up",
            description = "Starts broker, database, S3, SNS stand-in and the three services, and serves until Ctrl-C.",
            mixinStandardHelpOptions = true)
    static final class Up implements Callable<Integer> {
        private final PrintStream out;

        Up(PrintStream out) {
            this.out = out;
        }

        @Override
        public Integer call() throws Exception {
            return serve(out, shop -> Map.of(), daybook -> {
                out.print(daybook.welcome());
                return true;
            });
        }
    }

    @Command(
            name = "demo",
            description = "As up; then posts a sample trading day over HTTP, runs its report and prints the e-mail.",
            mixinStandardHelpOptions = true)
    static final class Demonstrate implements Callable<Integer> {
        private final PrintStream out;

        @Option(names = "--once", description = "End after the e-mail instead of serving on.")
        private boolean once;

        @ArgGroup(exclusive = false)
        private DemoAgainst against;

        Demonstrate(PrintStream out) {
            this.out = out;
        }

        @Override
        public Integer call() throws Exception {
            Clock clock = Clock.systemUTC();
            if (against != null) {
                return against.run(System.getenv(), clock, out);
            }
            return serve(out, DemoShop::settings, daybook -> {
                AllInOneConfig config = daybook.config();
                LocalDate yesterday = SampleDay.lastEnded(clock.instant(), config.timeZone(), config.dayStartsAt());
                SampleDay day = SampleDay.of(yesterday, SampleDay.ZONE);
                Optional<DatabaseAccount> shop = daybook.neighbours().shop();
                if (shop.isPresent()) {
                    DemoShop.fill(shop.get(), day);
                }
                new Demo(Demo.Target.of(daybook.addresses()), daybook.apiKey(), out, Terminal.isOutput()).run(day);
                verify(yesterday);
                if (!once) {
                    out.print(daybook.welcome());
                }
                return !once;
            });
        }

        /** What anybody can do at any time: the day again, from the archive alone. */
        private void verify(LocalDate date) throws Exception {
            try (StoppedOrRunning running = StoppedOrRunning.open(
                    System.getenv(), StoppedOrRunning.Needs.S3, Clock.systemUTC(), System.err::println)) {
                int status = VerifyCommand.run(new String[] {date.toString()}, running.settings(), out, System.err);
                if (status != VerifyCommand.AGREES) {
                    throw new IllegalStateException("the archive doesn't come to what was reported of " + date);
                }
            }
            out.println();
        }
    }

    @Command(
            name = "clean",
            description = "Removes the state of earlier runs: events, figures, reports, mails and keys.",
            mixinStandardHelpOptions = true)
    static final class Clean implements Callable<Integer> {
        private final PrintStream out;

        Clean(PrintStream out) {
            this.out = out;
        }

        @Override
        public Integer call() throws Exception {
            Settings settings = Settings.of(System.getenv());
            AllInOneConfig config = AllInOneConfig.from(settings);
            settings.throwIfWrong();
            if (!StateFolder.remove(config.home())) {
                out.println("There is no state in " + config.home());
            } else if (Files.exists(config.home())) {
                out.println("Removed the state from " + config.home() + ", which holds other files, too");
            } else {
                out.println("Removed " + config.home());
            }
            return 0;
        }
    }

    /** What to do with a running Daybook; true where it is to serve on. */
    private interface Work {
        boolean with(AllInOne daybook) throws Exception;
    }

    private static int serve(PrintStream out, Function<DatabaseAccount, Map<String, String>> shopSettings, Work work)
            throws Exception {
        CompletableFuture<AllInOne> started = new CompletableFuture<>();
        CountDownLatch ended = new CountDownLatch(1);
        // Before the start, so that Ctrl-C in the middle of it waits for what is starting and closes that too.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            started.thenAccept(AllInOne::close)
                                    .exceptionally(notStarted -> null)
                                    .join();
                            ended.countDown();
                        },
                        "daybook-shutdown"));
        try {
            started.complete(AllInOne.start(System.getenv(), Clock.systemUTC(), System.err::println, shopSettings));
        } catch (RuntimeException | Error e) {
            // An Error, too: the hook waits for one or the other, and the exit for the hook.
            started.completeExceptionally(e);
            throw e;
        }
        if (work.with(started.join())) {
            ended.await();
        }
        return 0;
    }
}

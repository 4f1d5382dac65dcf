package dev.daybook.allinone;

import dev.daybook.allinone.StoppedOrRunning.Needs;
import dev.daybook.allinone.StoppedOrRunning.NoState;
import dev.daybook.ingest.archive.ArchiveCommand;
import dev.daybook.processor.verify.ExplainCommand;
import dev.daybook.processor.verify.VerifyCommand;
import dev.daybook.service.settings.Settings;
import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that look at a home's archive, whether or not a Daybook runs on it. */
final class Inspect {
    private static final int EXIT_COULD_NOT_RUN = 2;

    private Inspect() {}

    /** A command of a service, as it runs in a container. */
    private interface Run {
        int with(Settings settings, PrintStream out, PrintStream err) throws Exception;
    }

    private static int run(Needs needs, PrintStream out, Run command) throws Exception {
        try (StoppedOrRunning home =
                StoppedOrRunning.open(System.getenv(), needs, Clock.systemUTC(), System.err::println)) {
            return command.with(home.settings(), out, System.err);
        } catch (NoState nothing) {
            System.err.println("daybook: " + nothing.getMessage());
            return EXIT_COULD_NOT_RUN;
        }
    }

    @Command(
            name = "verify",
            description =
                    "Rebuilds a day from the raw archive alone and compares it with its report and the live state.",
            footer = "Exit status: 0 all agrees, 1 differences, a line each, 2 it could not run.",
            mixinStandardHelpOptions = true)
    static final class Verify implements Callable<Integer> {
        private final PrintStream out;

        @Parameters(arity = "0..1", paramLabel = "DATE", description = "The business date, YYYY-MM-DD.")
        private String date;

        @Option(names = "--all", description = "Every reported day, in one pass over the archive.")
        private boolean all;

        Verify(PrintStream out) {
            this.out = out;
        }

        @Override
        public Integer call() throws Exception {
            List<String> arguments = new ArrayList<>();
            if (date != null) {
                arguments.add(date);
            }
            if (all) {
                arguments.add("--all");
            }
            return run(
                    Needs.S3,
                    out,
                    (settings, answers, progress) ->
                            VerifyCommand.run(arguments.toArray(String[]::new), settings, answers, progress));
        }
    }

    @Command(
            name = "explain",
            description = "Lists the events behind a figure of a store's day, with where the archive has them.",
            footer = "Exit status: 0 they come to what the report says, 1 they don't, 2 it could not run.",
            mixinStandardHelpOptions = true)
    static final class Explain implements Callable<Integer> {
        private final PrintStream out;

        @Parameters(index = "0", paramLabel = "DATE", description = "The business date, YYYY-MM-DD.")
        private String date;

        @Parameters(index = "1", paramLabel = "STORE", description = "The store's id.")
        private String store;

        @Parameters(
                index = "2",
                paramLabel = "FIGURE",
                description = "net, gross, tax, orders, …; product:ID, hour:H, payment:METHOD.")
        private String figure;

        Explain(PrintStream out) {
            this.out = out;
        }

        @Override
        public Integer call() throws Exception {
            return run(
                    Needs.S3,
                    out,
                    (settings, answers, progress) ->
                            ExplainCommand.run(new String[] {date, store, figure}, settings, answers, progress));
        }
    }

    @Command(
            name = "archive",
            description =
                    "check: compares the raw archive with its index and with Kafka. reindex: makes the index again."
                            + " restore: brings topics back that were lost, from the archive alone, while Daybook is stopped.",
            footer = "Exit status: 0 all is well, 1 findings, a line each, 2 it could not run.",
            mixinStandardHelpOptions = true)
    static final class Archive implements Callable<Integer> {
        private final PrintStream out;

        @Parameters(index = "0", paramLabel = "check|reindex|restore", description = "What to do.")
        private String what;

        Archive(PrintStream out) {
            this.out = out;
        }

        @Override
        public Integer call() throws Exception {
            return run(
                    Needs.ofArchive(what),
                    out,
                    (settings, answers, progress) ->
                            ArchiveCommand.run(new String[] {what}, settings, answers, progress));
        }
    }
}

package dev.daybook.allinone;

import dev.daybook.allinone.ReportClient.Answer;
import dev.daybook.allinone.ReportClient.Refused;
import dev.daybook.allinone.ReportClient.Unreachable;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What a person does by hand with reports and their subscribers, over the report service's HTTP API. */
@Command(
        name = "report",
        description = "Reads, runs, sends and lists reports and their subscribers, on a running Daybook.",
        footer = ReportCommand.EXIT_STATUS,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ReportReading.ListDays.class,
            ReportReading.Show.class,
            ReportReading.Preview.class,
            ReportDoing.Run.class,
            ReportDoing.Backfill.class,
            ReportDoing.Resend.class,
            ReportDoing.MarkSent.class,
            ReportReading.Audit.class,
            ReportReading.Subscribers.class,
            ReportDoing.Subscribe.class,
            ReportDoing.Unsubscribe.class
        })
final class ReportCommand implements Callable<Integer> {
    static final String EXIT_STATUS =
            "Exit status: 0 done, 1 refused or failed, 2 wrong usage or settings, 3 no Daybook to be reached.";

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int UNREACHABLE = 3;

    private final PrintStream out;
    private final Terminal terminal = Terminal.standard();

    @Spec
    private CommandSpec spec;

    ReportCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Which of them? See the list below.");
    }

    /** One call, or a few that belong together. */
    @Command(footer = EXIT_STATUS, mixinStandardHelpOptions = true)
    abstract static class Call implements Callable<Integer> {
        @ParentCommand
        private ReportCommand parent;

        @Spec
        private CommandSpec spec;

        @Option(
                names = "--against",
                paramLabel = "URL",
                converter = ServiceUrl.class,
                description =
                        "A remote report service; DAYBOOK_API_KEY holds its key. Without it, that of DAYBOOK_HOME.")
        private URI against;

        @Option(names = "--json", description = "Print the service's answer as it is, for programs.")
        private boolean json;

        /** Does it; true where all of what was asked for is done. */
        abstract boolean with(ReportClient client) throws Unreachable, Refused, IOException, InterruptedException;

        @Override
        public final Integer call() throws IOException, InterruptedException {
            try {
                return with(ReportClient.of(System.getenv(), Optional.ofNullable(against))) ? DONE : FAILED;
            } catch (Unreachable unreachable) {
                terminal().progressEnds();
                System.err.println("daybook: " + unreachable.getMessage());
                return UNREACHABLE;
            } catch (Refused refused) {
                terminal().progressEnds();
                System.err.println("daybook: " + Columns.printable(refused.getMessage()));
                if (json) {
                    out().println(refused.answer().text());
                }
                return FAILED;
            }
        }

        final boolean isJson() {
            return json;
        }

        /** Prints the answer where programs are to read it; whether it did. */
        final boolean printedAsJson(Answer answer) {
            if (json) {
                out().println(answer.text());
            }
            return json;
        }

        final PrintStream out() {
            return parent.out;
        }

        final Terminal terminal() {
            return parent.terminal;
        }

        final ParameterException wrongUsage(String message) {
            return new ParameterException(spec.commandLine(), message);
        }
    }

    /** A call about one kind of report. */
    abstract static class ReportCall extends Call {
        @Option(
                names = "--report",
                paramLabel = "KIND",
                description = "Which report: daily-sales, or another that the service has.")
        private String report;

        final String path(String path) {
            return path(path, Map.of());
        }

        /** @param parameters those without a value are left out */
        final String path(String path, Map<String, ?> parameters) {
            Map<String, Object> all = new TreeMap<>(parameters);
            if (report != null) {
                all.put("report", report);
            }
            return ReportClient.path(path, all);
        }

        final String day(LocalDate date) {
            return "/v1/reports/" + date;
        }
    }
}

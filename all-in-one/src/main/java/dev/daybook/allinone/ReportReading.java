package dev.daybook.allinone;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.allinone.ReportClient.Answer;
import dev.daybook.allinone.ReportClient.Refused;
import dev.daybook.allinone.ReportClient.Unreachable;
import dev.daybook.allinone.ReportCommand.Call;
import dev.daybook.allinone.ReportCommand.ReportCall;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that change nothing. */
final class ReportReading {
    private static final String SUBSCRIBERS = "/v1/subscribers";

    private ReportReading() {}

    /** All of them, page by page. */
    static List<JsonNode> subscribers(ReportClient client) throws Unreachable, Refused, InterruptedException {
        List<JsonNode> all = new ArrayList<>();
        String page = SUBSCRIBERS;
        while (!page.isEmpty()) {
            JsonNode listing = client.get(page).json();
            listing.path("subscribers").forEach(all::add);
            page = listing.path("next").asText();
        }
        return all;
    }

    @Command(name = "list", description = "Lists the days and what became of their reports, newest first.")
    static final class ListDays extends ReportCall {
        @Option(names = "--before", paramLabel = "DATE", description = "Only days before this one.")
        private LocalDate before;

        @Option(names = "--limit", paramLabel = "N", description = "How many; 50 unless given.")
        private Integer limit;

        @Override
        boolean with(ReportClient client) throws Unreachable, Refused, InterruptedException {
            Map<String, Object> page = new HashMap<>();
            page.put("before", before);
            page.put("limit", limit);
            Answer answer = client.get(path("/v1/reports", page));
            if (!printedAsJson(answer)) {
                Columns days = new Columns("DATE", "REVISION", "STATUS", "PUBLICATION", "NET");
                for (JsonNode day : answer.json().path("reports")) {
                    days.add(
                            day.path("date").asText(),
                            day.path("revision").asText(),
                            day.path("status").asText(),
                            day.path("publication").asText(),
                            net(day.path("net")));
                }
                days.print(out());
            }
            return true;
        }

        private static String net(JsonNode amounts) {
            List<String> net = new ArrayList<>();
            amounts.forEach(amount -> net.add(amount.path("currency").asText() + " "
                    + amount.path("amount").asText()));
            return String.join(", ", net);
        }
    }

    @Command(name = "show", description = "Prints a report as it was, or will be, mailed.")
    static final class Show extends ReportCall {
        @Parameters(index = "0", paramLabel = "DATE", description = "The business date, YYYY-MM-DD.")
        private LocalDate date;

        @Parameters(index = "1", arity = "0..1", paramLabel = "REVISION", description = "The last one unless given.")
        private Integer revision;

        @Override
        boolean with(ReportClient client) throws Unreachable, Refused, InterruptedException {
            Map<String, Object> which = new HashMap<>();
            which.put("revision", revision);
            which.put("format", isJson() ? null : "text");
            out().print(client.get(path(day(date), which)).text());
            if (isJson()) {
                out().println();
            }
            return true;
        }
    }

    @Command(
            name = "preview",
            description = "Prints the report as it would be now; nothing is sent, and no revision is made.")
    static final class Preview extends ReportCall {
        @Parameters(paramLabel = "DATE", description = "The business date, YYYY-MM-DD.")
        private LocalDate date;

        @Override
        boolean with(ReportClient client) throws Unreachable, Refused, InterruptedException {
            terminal().progress("Reading the figures of " + date + " …");
            Map<String, Object> format = new HashMap<>();
            format.put("format", isJson() ? null : "text");
            Answer answer = client.get(path(day(date) + "/preview", format));
            terminal().progressEnds();
            out().print(answer.text());
            if (isJson()) {
                out().println();
            }
            return true;
        }
    }

    @Command(name = "audit", description = "Lists who did what and when, newest first.")
    static final class Audit extends ReportCall {
        @Option(names = "--date", paramLabel = "DATE", description = "Only what was done with this business date.")
        private LocalDate date;

        @Option(names = "--before", paramLabel = "ID", description = "Only rows before this one.")
        private Long before;

        @Option(names = "--limit", paramLabel = "N", description = "How many; 50 unless given.")
        private Integer limit;

        @Override
        boolean with(ReportClient client) throws Unreachable, Refused, InterruptedException {
            Map<String, Object> page = new HashMap<>();
            page.put("date", date);
            page.put("before", before);
            page.put("limit", limit);
            Answer answer = client.get(path("/v1/audit", page));
            if (!printedAsJson(answer)) {
                Columns rows = new Columns("ID", "AT", "WHO", "ACTION", "REPORT", "DATE", "REVISION", "DETAIL");
                for (JsonNode row : answer.json().path("audit")) {
                    rows.add(
                            row.path("id").asText(),
                            row.path("at").asText(),
                            row.path("who").asText(),
                            row.path("action").asText(),
                            row.path("report").asText(),
                            row.path("date").asText(),
                            row.path("revision").asText(),
                            row.path("detail").asText());
                }
                rows.print(out());
            }
            return true;
        }
    }

    @Command(name = "subscribers", description = "Lists who gets the reports by mail, and who has not confirmed yet.")
    static final class Subscribers extends Call {
        @Override
        boolean with(ReportClient client) throws Unreachable, Refused, InterruptedException {
            if (isJson()) {
                return printedAsJson(client.get(SUBSCRIBERS));
            }
            Columns rows = new Columns("ID", "PROTOCOL", "STATUS", "ENDPOINT");
            for (JsonNode subscriber : subscribers(client)) {
                rows.add(
                        subscriber.path("id").asText(),
                        subscriber.path("protocol").asText(),
                        subscriber.path("status").asText(),
                        subscriber.path("endpoint").asText());
            }
            rows.print(out());
            return true;
        }
    }
}

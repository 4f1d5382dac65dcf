package dev.daybook.allinone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.allinone.ReportClient.Answer;
import dev.daybook.allinone.ReportClient.Refused;
import dev.daybook.allinone.ReportClient.Unreachable;
import dev.daybook.allinone.ReportCommand.Call;
import dev.daybook.allinone.ReportCommand.ReportCall;
import dev.daybook.service.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that change something. */
final class ReportDoing {
    private ReportDoing() {}

    @Command(
            name = "run",
            description = "Makes the day's report, mails it where it says something new, and waits for the end.")
    static final class Run extends ReportCall {
        @Parameters(paramLabel = "DATE", description = "The business date, YYYY-MM-DD.")
        private LocalDate date;

        @Option(
                names = "--wait",
                paramLabel = "SECONDS",
                defaultValue = "120",
                description = "How long to wait for its end; ${DEFAULT-VALUE} unless given.")
        private int wait;

        @Override
        boolean with(ReportClient client) throws Unreachable, Refused, InterruptedException {
            String id = client.post(path(day(date) + "/runs"), Json.MAPPER.createObjectNode())
                    .json()
                    .path("id")
                    .asText();
            Answer answer = client.follow(path(day(date) + "/runs/" + id), Duration.ofSeconds(wait), run -> {
                terminal().progress("The report of " + date + " is " + state(run) + " …");
                return run.has("ended_at") || state(run).equals("HELD");
            });
            terminal().progressEnds();
            if (!printedAsJson(answer)) {
                out().println(date + ": " + state(answer.json()) + detail(answer.json()));
            }
            return state(answer.json()).equals("DONE");
        }

        private static String detail(JsonNode run) {
            String detail = run.path("detail").asText("");
            return detail.isEmpty() || detail.equals("null") ? "" : ", " + Columns.printable(detail);
        }
    }

    private static String state(JsonNode json) {
        return json.path("state").asText();
    }

    @Command(
            name = "backfill",
            description =
                    "Makes the reports of a range of days, oldest first, and waits for the end; they are not mailed unless asked.")
    static final class Backfill extends ReportCall {
        @Parameters(index = "0", paramLabel = "FROM", description = "The first business date, YYYY-MM-DD.")
        private LocalDate from;

        @Parameters(index = "1", paramLabel = "TO", description = "The last.")
        private LocalDate to;

        @Option(names = "--publish", description = "Mail each of them, too.")
        private boolean publish;

        @Option(
                names = "--wait",
                paramLabel = "SECONDS",
                defaultValue = "3600",
                description = "How long to wait for its end; ${DEFAULT-VALUE} unless given. It goes on in any case.")
        private int wait;

        @Override
        boolean with(ReportClient client) throws Unreachable, Refused, InterruptedException {
            ObjectNode body = Json.MAPPER
                    .createObjectNode()
                    .put("from", from.toString())
                    .put("to", to.toString())
                    .put("publish", publish);
            String id = client.post(path("/v1/reports/backfill"), body)
                    .json()
                    .path("id")
                    .asText();
            Answer answer = client.follow(path("/v1/reports/backfill/" + id), Duration.ofSeconds(wait), backfill -> {
                terminal().progress(summary(backfill) + " …");
                return backfill.has("ended_at");
            });
            terminal().progressEnds();
            if (!printedAsJson(answer)) {
                out().println(summary(answer.json()));
            }
            return answer.json().has("ended_at") && answer.json().path("failed").asInt() == 0;
        }

        private String summary(JsonNode backfill) {
            return "%s to %s: %d of %d days done, %d held, %d failed"
                    .formatted(
                            from,
                            to,
                            backfill.path("done").asInt(),
                            backfill.path("days").asInt(),
                            backfill.path("held").asInt(),
                            backfill.path("failed").asInt());
        }
    }

    /** What can be done about a revision's mail. */
    abstract static class PublicationCall extends ReportCall {
        @Parameters(index = "0", paramLabel = "DATE", description = "The business date, YYYY-MM-DD.")
        private LocalDate date;

        @Parameters(index = "1", paramLabel = "REVISION", description = "The number of the revision.")
        private int revision;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit trail.")
        private String reason;

        @Option(names = "--yes", description = "Don't ask whether it is meant.")
        private boolean yes;

        /** What is meant, as a question, where the publication is that. */
        abstract String question(String what, String publication);

        abstract String action();

        @Override
        final boolean with(ReportClient client) throws Unreachable, Refused, IOException, InterruptedException {
            JsonNode report =
                    client.get(path(day(date), Map.of("revision", revision))).json();
            String publication = report.path("publication").asText();
            if (!yes && !isMeant(publication)) {
                System.err.println("Nothing was done.");
                return false;
            }
            ObjectNode body = Json.MAPPER
                    .createObjectNode()
                    .put("attempt", report.path("publish_attempts").asInt());
            if (reason != null) {
                body.put("reason", reason);
            }
            Answer answer = client.post(path(day(date) + "/revisions/" + revision + "/" + action()), body);
            if (!printedAsJson(answer)) {
                out().println(date + ", revision " + revision + ": "
                        + answer.json().path("publication").asText()
                        + detail(answer.json()));
            }
            return answer.json().path("publication").asText().equals("PUBLISHED")
                    && !answer.json().path("outcome").asText().equals("NOT_SENT");
        }

        private boolean isMeant(String publication) throws IOException {
            if (!terminal().canAsk()) {
                throw wrongUsage("There is no terminal to ask on; --yes says that it is meant.");
            }
            return terminal().confirms(question(date + ", revision " + revision, publication));
        }

        private static String detail(JsonNode answer) {
            String detail = answer.path("detail").asText("");
            return detail.isEmpty() ? "" : ", " + Columns.printable(detail);
        }
    }

    @Command(name = "resend", description = "Mails a revision once more, to all subscribers.")
    static final class Resend extends PublicationCall {
        @Override
        String question(String what, String publication) {
            return what + " is " + publication + ". Mail it once more, to all subscribers?";
        }

        @Override
        String action() {
            return "resend";
        }
    }

    @Command(
            name = "mark-sent",
            description =
                    "Notes that the mail of a revision did arrive, of which Daybook knows only that it is UNKNOWN.")
    static final class MarkSent extends PublicationCall {
        @Override
        String question(String what, String publication) {
            return what + " is " + publication + ". Did its mail arrive?";
        }

        @Override
        String action() {
            return "mark-sent";
        }
    }

    @Command(name = "subscribe", description = "Has SNS ask an e-mail address whether it wants the reports.")
    static final class Subscribe extends Call {
        @Parameters(paramLabel = "EMAIL", description = "The address.")
        private String email;

        @Override
        boolean with(ReportClient client) throws Unreachable, Refused, InterruptedException {
            Answer answer = client.post(
                    "/v1/subscribers", Json.MAPPER.createObjectNode().put("email", email));
            if (!printedAsJson(answer)) {
                String detail = answer.json().path("detail").asText("");
                out().println(email + ": " + answer.json().path("status").asText()
                        + (detail.isEmpty() ? "" : "; " + Columns.printable(detail)));
            }
            return true;
        }
    }

    @Command(name = "unsubscribe", description = "Has SNS send nothing more to a subscriber.")
    static final class Unsubscribe extends Call {
        @Parameters(paramLabel = "ID|EMAIL", description = "As report subscribers lists it.")
        private String subscriber;

        @Override
        boolean with(ReportClient client) throws Unreachable, Refused, InterruptedException {
            Answer answer = client.delete("/v1/subscribers/" + ReportClient.segment(id(client)));
            if (!printedAsJson(answer)) {
                out().println(subscriber + ": removed");
            }
            return true;
        }

        private String id(ReportClient client) throws Unreachable, Refused, InterruptedException {
            if (!subscriber.contains("@")) {
                return subscriber;
            }
            for (JsonNode one : ReportReading.subscribers(client)) {
                if (one.path("endpoint").asText().equals(subscriber)) {
                    return one.path("id").asText();
                }
            }
            throw wrongUsage(subscriber + " is no subscriber; report subscribers lists them.");
        }
    }
}

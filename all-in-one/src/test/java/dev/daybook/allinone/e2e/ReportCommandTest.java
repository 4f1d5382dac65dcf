package dev.daybook.allinone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code daybook report …} as a person or a script runs it: output, errors and exit status. */
class ReportCommandTest {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int UNREACHABLE = 3;
    private static final long LIMIT_SECONDS = 120;

    @TempDir
    Path folder;

    private record Result(int status, String out, String err) {}

    @Test
    void doesByHandWhatTheApiDoes() throws Exception {
        Path home = folder.resolve("home");
        assertThat(report(home, Map.of(), "list").status()).isEqualTo(UNREACHABLE);
        try (DaybookProcess daybook = DaybookProcess.up(home, Map.of())) {
            sendsAndShows(home);
            backfillsAndLists(home);
            subscribes(home);
            keepsTheTrail(home);
            findsItsService(home, daybook.client().address("report"));
        }
    }

    private void sendsAndShows(Path home) throws Exception {
        Result preview = done(home, "preview", "2026-01-05");
        assertThat(preview.out()).startsWith("PREVIEW of daily-sales of 2026-01-05: it would become revision 1.");
        assertThat(done(home, "run", "2026-01-05").out()).isEqualTo("2026-01-05: DONE, revision 1 PUBLISHED\n");
        Result unasked = report(home, Map.of(), "resend", "2026-01-05", "1");
        assertThat(unasked.status()).as(unasked.err()).isEqualTo(USAGE);
        assertThat(unasked.err()).contains("--yes");
        assertThat(done(home, "resend", "2026-01-05", "1", "--yes", "--reason", "lost")
                        .out())
                .startsWith("2026-01-05, revision 1: PUBLISHED");
        Result marked = report(home, Map.of(), "mark-sent", "2026-01-05", "1", "--yes");
        assertThat(marked.status()).isEqualTo(FAILED);
        assertThat(marked.err()).contains("is PUBLISHED");
        assertThat(marked.out()).isEmpty();
        JsonNode inbox = DaybookClient.of(home).inbox();
        assertThat(inbox)
                .filteredOn(mail -> mail.path("subject").asText().contains("2026-01-05"))
                .hasSize(2);
        String text = done(home, "show", "2026-01-05").out();
        assertThat(text)
                .isEqualToIgnoringNewLines(
                        inbox.get(inbox.size() - 1).path("body").asText());
    }

    private void backfillsAndLists(Path home) throws Exception {
        JsonNode backfill = json(done(home, "backfill", "2026-01-01", "2026-01-03", "--json"));
        assertThat(backfill.path("done").asInt()).isEqualTo(3);
        assertThat(done(home, "list", "--limit", "3").out().lines())
                .hasSize(4)
                .anyMatch(line -> line.matches("2026-01-05 +1 +COMPLETE +PUBLISHED.*"))
                .anyMatch(line -> line.matches("2026-01-03 +1 +COMPLETE +NOT_SENT.*"));
        Result malformed = report(home, Map.of(), "run", "yesterday");
        assertThat(malformed.status()).isEqualTo(USAGE);
        assertThat(malformed.err()).contains("DATE");
    }

    private void subscribes(Path home) throws Exception {
        assertThat(done(home, "subscribe", "books@cafe.example").out()).startsWith("books@cafe.example: pending");
        Result pending = report(home, Map.of(), "unsubscribe", "books@cafe.example");
        assertThat(pending.status()).isEqualTo(FAILED);
        assertThat(pending.err()).contains("never confirmed");
        assertThat(done(home, "unsubscribe", "owner@cafe.example").out()).contains("removed");
        assertThat(done(home, "subscribers").out())
                .containsPattern("pending-[0-9a-f]+ +email +pending +books@cafe\\.example")
                .doesNotContain("owner@");
    }

    private void keepsTheTrail(Path home) throws Exception {
        List<String> actions = new ArrayList<>();
        json(done(home, "audit", "--json"))
                .path("audit")
                .forEach(row -> actions.add(
                        row.path("action").asText() + " by " + row.path("who").asText()));
        assertThat(actions)
                .containsExactly(
                        "UNSUBSCRIBE by all-in-one",
                        "SUBSCRIBE by all-in-one",
                        "RUN by all-in-one",
                        "RUN by all-in-one",
                        "RUN by all-in-one",
                        "BACKFILL by all-in-one",
                        "RESEND by all-in-one",
                        "RUN by all-in-one",
                        "PREVIEW by all-in-one");
    }

    private void findsItsService(Path home, String address) throws Exception {
        Path elsewhere = folder.resolve("elsewhere");
        String key = Files.readString(home.resolve("api-key")).strip();
        assertThat(report(elsewhere, Map.of("DAYBOOK_API_KEY", key), "list", "--against", address)
                        .status())
                .isEqualTo(DONE);
        Result stranger = report(elsewhere, Map.of("DAYBOOK_API_KEY", "x".repeat(40)), "list", "--against", address);
        assertThat(stranger.status()).isEqualTo(FAILED);
        assertThat(stranger.err()).contains("valid API key");
        Result keyless = report(elsewhere, Map.of(), "list", "--against", address);
        assertThat(keyless.status()).isEqualTo(USAGE);
        assertThat(keyless.err()).contains("DAYBOOK_API_KEY");
        Result noUrl = report(elsewhere, Map.of("DAYBOOK_API_KEY", key), "list", "--against", "localhost:8082");
        assertThat(noUrl.status()).isEqualTo(USAGE);
        assertThat(noUrl.err()).contains("--against", "must be an http or https URL");
        Result away = report(elsewhere, Map.of("DAYBOOK_API_KEY", key), "list", "--against", "http://127.0.0.1:1");
        assertThat(away.status()).isEqualTo(UNREACHABLE);
        assertThat(away.err()).contains("no answer from http://127.0.0.1:1");
    }

    private static JsonNode json(Result result) throws Exception {
        return DaybookClient.json().readTree(result.out());
    }

    private Result done(Path home, String... arguments) throws Exception {
        Result result = report(home, Map.of(), arguments);
        assertThat(result.status())
                .as(String.join(" ", arguments) + ": " + result.err())
                .isEqualTo(DONE);
        return result;
    }

    private Result report(Path home, Map<String, String> settings, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-DLOG_FORMAT=console",
                "-DLOG_LEVEL=WARN",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.daybook.allinone.Daybook",
                "report"));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("report.out");
        Path err = folder.resolve("report.err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().remove("DAYBOOK_API_KEY");
        builder.environment().put("DAYBOOK_HOME", home.toString());
        builder.environment().putAll(settings);
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("report " + List.of(arguments) + " did not end");
        }
        return new Result(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}

package dev.daybook.report.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.report.daily.CanonicalJson;
import dev.daybook.report.daily.Report;
import dev.daybook.report.daily.SampleDays;
import dev.daybook.service.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every form of every kind of day, as it stands in src/test/resources/golden. */
class GoldenFilesTest {
    private static final String PAGE = "https://daybook.example/reports/2026-11-19";

    static Stream<Arguments> days() {
        return SampleDays.all().entrySet().stream().map(day -> Arguments.of(day.getKey(), day.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("days")
    void readsTheCanonicalJsonBack(String name, Report report) {
        assertThat(CanonicalJson.read(CanonicalJson.write(report))).isEqualTo(report);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("days")
    void rendersTheText(String name, Report report) throws IOException {
        String mail = MailText.of(report, PAGE);
        assertThat(TextTable.bytes(mail)).isLessThanOrEqualTo(MailText.MAX_BYTES);
        GoldenFiles.check(name + "/report.txt", mail.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("days")
    void rendersTheHtml(String name, Report report) throws IOException {
        GoldenFiles.check(name + "/report.html", new HtmlReport().render(report, PAGE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("days")
    void rendersTheTables(String name, Report report) throws IOException {
        for (Map.Entry<String, byte[]> table : ReportTables.of(report).entrySet()) {
            GoldenFiles.check(name + "/" + table.getKey(), table.getValue());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("days")
    void rendersTheMessages(String name, Report report) throws IOException {
        Map<String, String> messages = MailMessages.of(report, PAGE);
        String shown = "subject: " + MailSubject.of(report) + "\n\n"
                + "default:\n" + messages.get("default") + "\nsms:\n" + messages.get("sms") + "\n\nsqs:\n"
                + Json.MAPPER.readTree(messages.get("sqs")).toPrettyString() + "\n";
        GoldenFiles.check(name + "/messages.txt", shown.getBytes(StandardCharsets.UTF_8));
    }
}

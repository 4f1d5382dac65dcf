package dev.daybook.allinone.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.report.ReportService;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger that is restored from a backup doesn't know of the mails sent since, and sends none of them again by itself. */
class RestoredLedgerTest {
    private static final List<String> TABLES = List.of(
            "report_revisions",
            "report_runs",
            "report_schedule",
            "report_days",
            "report_audit",
            "report_publications",
            "report_backfills");
    private static final LocalDate BEFORE = LocalDate.parse("2026-04-01");
    private static final LocalDate AFTER = LocalDate.parse("2026-04-02");
    private static final LocalDate NEVER_SENT = LocalDate.parse("2026-04-03");

    @TempDir
    static Path home;

    private static ReportStand stand;

    @BeforeAll
    static void start() throws Exception {
        stand = new ReportStand(home, Duration.ofSeconds(20));
    }

    @AfterAll
    static void stop() {
        stand.close();
    }

    @Test
    void mailsNothingTwice_whenTheLedgerIsRestored() throws Exception {
        ReportService service = stand.start();
        run(service, BEFORE, "10.00");
        copyTables("backup_", "");
        run(service, BEFORE, "11.00");
        run(service, AFTER, "20.00");
        byte[] sent = stand.object("reports/" + AFTER + "/r1/report.json").orElseThrow();
        service.close();
        copyTables("", "backup_");
        assertThat(stand.publication(BEFORE)).isEqualTo("PUBLISHED");
        assertThat(stand.publication(AFTER)).isEmpty();

        ReportService restored = stand.start();
        run(restored, BEFORE, "11.00");
        run(restored, AFTER, "20.00");
        run(restored, NEVER_SENT, "30.00");

        assertThat(stand.publication(BEFORE)).isEqualTo("PUBLISHED,UNKNOWN");
        assertThat(stand.publication(AFTER)).isEqualTo("UNKNOWN");
        assertThat(stand.publication(NEVER_SENT)).isEqualTo("PUBLISHED");
        assertThat(stand.mails(BEFORE)).as("both of before").hasSize(2);
        assertThat(stand.mails(AFTER)).as("that of before").hasSize(1);
        assertThat(stand.mails(NEVER_SENT)).hasSize(1);
        assertThat(stand.object("reports/" + AFTER + "/r1/report.json")).hasValue(sent);
        assertThat(stand.get(restored, "/v1/reports/" + AFTER).text()).contains("the ledger is older than they are");
        assertThat(stand.metric(restored, "daybook_report_publications_unknown"))
                .isEqualTo(2);

        assertThat(byHand(restored, AFTER, 1, "mark-sent")).isEqualTo(200);
        assertThat(byHand(restored, BEFORE, 2, "resend")).isEqualTo(200);
        assertThat(stand.publication(AFTER)).isEqualTo("PUBLISHED");
        assertThat(stand.publication(BEFORE)).isEqualTo("PUBLISHED,PUBLISHED");
        assertThat(stand.mails(AFTER)).hasSize(1);
        assertThat(stand.mails(BEFORE)).hasSize(3);
    }

    private static void run(ReportService service, LocalDate date, String net) throws Exception {
        stand.processor().sells(date.toString(), net);
        ReportStand.Answer run = stand.run(service, date, 30);
        assertThat(run.json().path("state").asText()).as(run.text()).isEqualTo("DONE");
    }

    private static int byHand(ReportService service, LocalDate date, int revision, String what) throws Exception {
        return stand.send(
                        service,
                        "POST",
                        "/v1/reports/" + date + "/revisions/" + revision + "/" + what,
                        "{\"attempt\": 0}")
                .status();
    }

    /** Makes the tables of the one prefix equal to those of the other. */
    private static void copyTables(String to, String from) throws SQLException {
        try (Connection connection = stand.connection();
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute("CREATE TABLE IF NOT EXISTS " + to + table + " LIKE " + from + table);
                statement.execute("DELETE FROM " + to + table);
                statement.execute("INSERT INTO " + to + table + " SELECT * FROM " + from + table);
            }
        }
    }
}

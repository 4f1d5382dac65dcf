package dev.daybook.allinone.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.report.ReportService;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnsFaultTest {
    @TempDir
    static Path home;

    private static ReportStand stand;
    private static ReportService service;

    @BeforeAll
    static void start() throws Exception {
        stand = new ReportStand(home, Duration.ofSeconds(5));
        service = stand.start();
    }

    @AfterAll
    static void stop() {
        stand.close();
    }

    @AfterEach
    void mend() {
        stand.sns().fault(FaultySns.Fault.NONE);
    }

    @ParameterizedTest
    @CsvSource({"HANG_AFTER_TAKING,2026-05-01,1", "RESET_AFTER_TAKING,2026-05-02,1", "SERVER_ERROR,2026-05-03,0"})
    void isUnknownAndNeverSentAgain_whenNobodyCanTellWhetherSnsTookIt(FaultySns.Fault fault, LocalDate date, int mails)
            throws Exception {
        int before = stand.sns().calls();
        stand.sns().fault(fault);
        ReportStand.Answer run = stand.run(service, date, 30);
        stand.sns().fault(FaultySns.Fault.NONE);

        assertThat(run.json().path("state").asText()).as(run.text()).isEqualTo("DONE");
        assertThat(stand.publication(date)).isEqualTo("UNKNOWN");
        JsonNode report = stand.get(service, "/v1/reports/" + date).json();
        assertThat(report.path("publication").asText()).isEqualTo("UNKNOWN");
        assertThat(report.path("publication_detail").asText()).isNotEmpty();
        // Neither the sweep nor another run sends it again; a later day that went through proves that both had their
        // turn.
        stand.run(service, date, 30);
        LocalDate later = date.plusMonths(1);
        stand.run(service, later, 30);
        assertThat(stand.publication(later)).isEqualTo("PUBLISHED");
        assertThat(stand.publication(date)).isEqualTo("UNKNOWN");
        assertThat(stand.sns().calls()).isEqualTo(before + 2);
        assertThat(stand.mails(date)).hasSize(mails);
        assertThat(stand.get(service, "/metrics").text())
                .containsPattern("daybook_report_publications_unknown\\{[^}]*} [1-9]");
    }

    @ParameterizedTest
    @CsvSource({"THROTTLE,2026-05-11", "FORBID,2026-05-12"})
    void isTriedAgainUntilSent_whenSnsRefusedIt(FaultySns.Fault fault, LocalDate date) throws Exception {
        stand.sns().fault(fault);
        ReportStand.Answer run = stand.run(service, date, 30);
        assertThat(run.json().path("state").asText()).as(run.text()).isEqualTo("DONE");
        int after = stand.sns().calls();
        Awaitility.await().untilAsserted(() -> assertThat(stand.sns().calls()).isGreaterThan(after + 1));
        assertThat(stand.mails(date)).isEmpty();

        stand.sns().fault(FaultySns.Fault.NONE);
        Awaitility.await()
                .untilAsserted(() -> assertThat(stand.publication(date)).isEqualTo("PUBLISHED"));
        assertThat(stand.mails(date)).hasSize(1);
    }

    @Test
    void isNotSentAnyMore_whenANewerRevisionWentOutFirst() throws Exception {
        LocalDate date = LocalDate.parse("2026-05-21");
        stand.processor().sells("2026-05-21", "1.00");
        stand.sns()
                .script(subject -> subject.endsWith(", revision 1") ? FaultySns.Fault.THROTTLE : FaultySns.Fault.NONE);
        stand.run(service, date, 30);
        assertThat(stand.mails(date)).isEmpty();
        stand.processor().sells("2026-05-21", "2.00");
        stand.run(service, date, 30);

        Awaitility.await()
                .untilAsserted(() -> assertThat(stand.publication(date)).isEqualTo("NOT_SENT,PUBLISHED"));
        assertThat(stand.mails(date)).hasSize(1);
        assertThat(stand.mails(date).get(0).path("subject").asText()).contains("revision 2");
    }
}

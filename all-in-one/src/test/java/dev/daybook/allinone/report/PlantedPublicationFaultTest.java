package dev.daybook.allinone.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.allinone.report.FaultySns.Call;
import dev.daybook.report.ReportService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Does by hand what a wrong publisher would do: the crash tests' checker must find each. */
class PlantedPublicationFaultTest {
    private static final LocalDate FIRST = LocalDate.parse("2015-01-01");

    @TempDir
    static Path home;

    private static ReportStand stand;
    private static ReportService service;

    @BeforeAll
    static void start() throws Exception {
        stand = new ReportStand(home, Duration.ofSeconds(20));
        service = stand.start();
    }

    @AfterAll
    static void stop() {
        stand.close();
    }

    enum Plant {
        SENT_AGAIN_AFTER_UNKNOWN("was sent again after a call that ended as SERVER_ERROR"),
        SENT_TWICE("was taken by SNS 2 times"),
        UNKNOWN_WITHOUT_A_CAUSE("is UNKNOWN without a cause"),
        UNKNOWN_AFTER_A_GOOD_ANSWER("is UNKNOWN without a cause"),
        SENT_BY_ANOTHER_AFTER_A_DEATH("who sent it died before it could know"),
        PUBLISHED_THOUGH_NOBODY_TOOK_IT("is PUBLISHED as"),
        NEVER_SENT("ended as PENDING"),
        OTHER_BYTES_CLAIMED("and has 00"),
        TEXT_WRITTEN_AGAIN("report.txt stood with other bytes before"),
        CANONICAL_WRITTEN_AGAIN("the manifest disagrees with reports/"),
        PROCESSED_WRITTEN_AGAIN("/r1/day.json stood with other bytes before"),
        PROCESSED_DELETED("the manifest disagrees with processed/"),
        FILE_DELETED("report.txt stood before and is gone"),
        SECOND_REVISION("has the revisions"),
        RUN_FAILED("ended as FAILED");

        private final String finding;

        Plant(String finding) {
            this.finding = finding;
        }
    }

    @ParameterizedTest
    @EnumSource
    void isFound(Plant plant) throws Exception {
        LocalDate date = FIRST.plusDays(plant.ordinal());
        PublicationChecker checker = report(date, isLost(plant) ? FaultySns.Fault.SERVER_ERROR : FaultySns.Fault.NONE);
        if (!isLost(plant)) {
            assertThat(judge(checker, date, Map.of()).verdict()).isEqualTo(PublicationChecker.Verdict.PASS);
        }

        plant(plant, date, checker);

        PublicationChecker.Result result;
        try (Connection ledger = stand.connection()) {
            // Nothing was ever sent, for this one.
            result = checker.judge(ledger, plant == Plant.UNKNOWN_WITHOUT_A_CAUSE ? List.of() : calls(date), Map.of());
        }
        assertThat(result.verdict()).isEqualTo(PublicationChecker.Verdict.FAIL);
        assertThat(result.problems()).anyMatch(problem -> problem.contains(plant.finding));
    }

    private static boolean isLost(Plant plant) {
        return plant == Plant.SENT_AGAIN_AFTER_UNKNOWN || plant == Plant.PUBLISHED_THOUGH_NOBODY_TOOK_IT;
    }

    @Test
    void provesNothing_whenTooLittleWentWrong() throws Exception {
        LocalDate date = FIRST.plusYears(1);
        PublicationChecker checker = report(date, FaultySns.Fault.NONE);
        checker.fired("a fault");
        assertThat(judge(checker, date, Map.of("a fault", 1)).verdict()).isEqualTo(PublicationChecker.Verdict.PASS);
        PublicationChecker.Result result = judge(checker, date, Map.of("a fault", 2));
        assertThat(result.verdict()).isEqualTo(PublicationChecker.Verdict.UNKNOWN);
        assertThat(result.lacking()).containsExactly("a fault fired 1 times of 2");
    }

    private static PublicationChecker report(LocalDate date, FaultySns.Fault fault) throws Exception {
        stand.processor().sells(date.toString(), "1.00");
        stand.sns().fault(fault);
        stand.run(service, date, 60);
        stand.sns().fault(FaultySns.Fault.NONE);
        PublicationChecker checker = new PublicationChecker(stand.bucketFolder(), stand.publishTimeout());
        checker.asked(date, stand.onlyRun(date));
        try (Connection ledger = stand.connection()) {
            checker.look(ledger, List.of(date));
        }
        return checker;
    }

    private static PublicationChecker.Result judge(
            PublicationChecker checker, LocalDate date, Map<String, Integer> enough) throws SQLException, IOException {
        try (Connection ledger = stand.connection()) {
            return checker.judge(ledger, calls(date), enough);
        }
    }

    private static List<Call> calls(LocalDate date) {
        return stand.sns().record().stream()
                .filter(call -> call.subject().contains(date.toString()))
                .toList();
    }

    private static void plant(Plant plant, LocalDate date, PublicationChecker checker) throws Exception {
        Path folder = stand.bucketFolder().resolve("reports/" + date + "/r1");
        Path processed = stand.bucketFolder().resolve("processed/dt=" + date + "/r1");
        switch (plant) {
            case SENT_AGAIN_AFTER_UNKNOWN, SENT_TWICE -> {
                revision(date, "publication = 'PENDING', next_attempt_at = NOW(6)");
                Awaitility.await()
                        .untilAsserted(() -> assertThat(stand.publication(date)).isEqualTo("PUBLISHED"));
            }
            case UNKNOWN_WITHOUT_A_CAUSE, UNKNOWN_AFTER_A_GOOD_ANSWER -> revision(date, "publication = 'UNKNOWN'");
            case SENT_BY_ANOTHER_AFTER_A_DEATH -> checker.diedWhileSending(date);
            case PUBLISHED_THOUGH_NOBODY_TOOK_IT -> revision(date, "publication = 'PUBLISHED', sns_message_id = 'x'");
            case NEVER_SENT -> revision(date, "publication = 'PENDING', next_attempt_at = NULL");
            case OTHER_BYTES_CLAIMED -> revision(date, "canonical_sha256 = REPEAT('0', 64)");
            case TEXT_WRITTEN_AGAIN -> Files.writeString(folder.resolve("report.txt"), "another text");
            case CANONICAL_WRITTEN_AGAIN -> Files.writeString(folder.resolve("report.json"), "{}");
            case PROCESSED_WRITTEN_AGAIN -> Files.writeString(processed.resolve("day.json"), "{}");
            case PROCESSED_DELETED -> Files.delete(processed.resolve("hours.csv"));
            case FILE_DELETED -> Files.delete(folder.resolve("report.txt"));
            case SECOND_REVISION ->
                stand.sql(
                        "INSERT INTO report_revisions (report, business_date, revision, status, publication, cut, net,"
                                + " sales_digest, canonical_sha256, s3_prefix, claimed_at) SELECT report, business_date, 2, status,"
                                + " publication, cut, net, sales_digest, canonical_sha256, s3_prefix, claimed_at"
                                + " FROM report_revisions WHERE business_date = '" + date + "'");
            case RUN_FAILED ->
                stand.sql("UPDATE report_runs SET state = 'FAILED' WHERE business_date = '" + date + "'");
        }
    }

    private static void revision(LocalDate date, String set) throws SQLException {
        assertThat(stand.sql("UPDATE report_revisions SET " + set + " WHERE business_date = '" + date + "'"))
                .isEqualTo(1);
    }
}

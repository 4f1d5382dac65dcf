package dev.daybook.allinone.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.allinone.TestStack;
import dev.daybook.report.ReportConfig;
import dev.daybook.report.publish.DayLedger;
import dev.daybook.report.publish.Step;
import dev.daybook.report.schedule.FireTimes;
import dev.daybook.report.schedule.ReportDay;
import dev.daybook.service.Json;
import dev.daybook.service.settings.Settings;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two replicas whose clocks are 30 seconds apart, with downtimes, late events and a processor that is away now and then, on the
 * real ledger, S3 and SNS stand-in. After every step the ledger holds exactly the revisions that the contract asks for.
 */
class SimulatedYearTest {
    private static final ZoneId MONTREAL = ZoneId.of("America/Montreal");
    private static final Instant INSTALLED = Instant.parse("2026-02-26T09:00:00Z");
    private static final Duration APART = Duration.ofSeconds(30);
    private static final int PARTITIONS = 3;

    @TempDir
    Path home;

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final List<SimulatedReplica> replicas = new ArrayList<>();
    private TestStack stack;
    private FixedProcessor processor;
    private Connection ledger;
    private ReportConfig config;
    private SimulatedYear year;
    private Step.Listener steps = Step.Listener.NONE;
    /** No event is of such a day before it is reported; null where the shop is always open. */
    private DayOfWeek closedOn;

    private volatile Instant now = INSTALLED;

    @BeforeEach
    void start() throws Exception {
        stack = TestStack.start(home, Map.of("TOPIC_PARTITIONS", Integer.toString(PARTITIONS)));
        ReportConfig usual = config("http://127.0.0.1:1", true);
        processor = new FixedProcessor(
                usual.serviceApiKey().reveal(),
                usual.topics().events().name(),
                usual.topics().rejected().name(),
                PARTITIONS);
        config = config(processor.address().toString(), true);
        ledger = DriverManager.getConnection(
                config.database().url(),
                config.database().user(),
                config.database().password().reveal());
    }

    private ReportConfig config(String processorUrl, boolean mailsEmptyDays) {
        return ReportConfig.from(Settings.of(stack.environment(
                Map.of("PROCESSOR_URL", processorUrl, "REPORT_EMPTY_DAYS", Boolean.toString(mailsEmptyDays)))));
    }

    private void mailNoEmptyDays() {
        config = config(processor.address().toString(), false);
    }

    @AfterEach
    void stop() throws Exception {
        replicas.forEach(SimulatedReplica::close);
        threads.shutdownNow();
        if (ledger != null) {
            ledger.close();
        }
        if (processor != null) {
            processor.close();
        }
        stack.close();
    }

    @Test
    void reportsEachClosedDayOnceAndEachChangeOnce_overAYear() throws Exception {
        simulate(ReportDay.PREVIOUS, 365, 20_260_226);
        assertThat(year.lines()).filteredOn(line -> line.endsWith("NOT_SENT")).isNotEmpty();
        assertThat(year.lines())
                .filteredOn(line -> line.contains(" 3 COMPLETE"))
                .isNotEmpty();
    }

    @Test
    void followsAnInterimReportWithTheCompleteOne_whenTheCurrentDayIsReported() throws Exception {
        simulate(ReportDay.CURRENT, 40, 4);
        assertThat(year.lines())
                .filteredOn(line -> line.contains(" 1 INTERIM PUBLISHED"))
                .hasSizeGreaterThanOrEqualTo(15);
    }

    @Test
    void keepsDaysWithoutEventsAndMailsTheirRevisions_whenEmptyDaysAreNotMailed() throws Exception {
        mailNoEmptyDays();
        closedOn = DayOfWeek.SUNDAY;
        simulate(ReportDay.PREVIOUS, 60, 5);
        assertThat(lines("SELECT business_date FROM report_revisions WHERE withheld = 'EMPTY_DAY'"))
                .hasSizeGreaterThanOrEqualTo(5);
        assertThat(lines(
                        "SELECT a.business_date FROM report_revisions a JOIN report_revisions b USING (report, business_date)"
                                + " WHERE a.withheld = 'EMPTY_DAY' AND b.revision = 2 AND b.publication = 'PUBLISHED'"))
                .isNotEmpty();
    }

    @Test
    void keepsAnEmptyDay_thatSomebodyHadKept_whenTheScheduleComesToIt() throws Exception {
        mailNoEmptyDays();
        LocalDate empty = INSTALLED.atOffset(ZoneOffset.UTC).toLocalDate();
        LocalDate sold = empty.plusDays(1);
        year = new SimulatedYear(MONTREAL, false, false, INSTALLED);
        count(sold, 100);
        processor.ready(true);
        up(ReportDay.PREVIOUS);
        SimulatedReplica replica = replicas.get(0);
        replica.look();
        now = sold.plusDays(1).atTime(1, 0).toInstant(ZoneOffset.UTC);
        replica.keep(empty);
        replica.keep(sold);
        String revisions =
                "SELECT CONCAT(business_date, ' ', revision, ' ', publication, ' ', COALESCE(withheld, 'mailed'))"
                        + " FROM report_revisions ORDER BY business_date";
        assertThat(lines(revisions)).containsExactly(empty + " 1 NOT_SENT NOT_ASKED", sold + " 1 NOT_SENT NOT_ASKED");

        now = now.plus(Duration.ofDays(1));
        replica.look();
        replicas.get(1).look();
        now = now.plus(Duration.ofDays(2));
        replica.look();

        assertThat(lines(revisions + " LIMIT 2"))
                .containsExactly(empty + " 1 NOT_SENT EMPTY_DAY", sold + " 1 PUBLISHED mailed");
        assertThat(lines("SELECT id FROM report_runs WHERE purpose = 'DUE' AND business_date = '" + empty + "'"))
                .as("it is decided, and not asked for again")
                .hasSize(1);
    }

    @Test
    void asksForADayAgain_whoseRunFailedBehindItsClaim() throws Exception {
        LocalDate first = INSTALLED.atOffset(ZoneOffset.UTC).toLocalDate();
        year = new SimulatedYear(MONTREAL, false, true, INSTALLED);
        count(first, 100);
        processor.ready(true);
        AtomicBoolean fails = new AtomicBoolean(true);
        steps = (step, day) -> {
            if (step == Step.REVISION_CLAIMED && fails.getAndSet(false)) {
                throw new IllegalStateException("fails here");
            }
        };
        up(ReportDay.PREVIOUS);
        SimulatedReplica replica = replicas.get(0);
        replica.look();
        now = INSTALLED.plus(Duration.ofHours(36));
        replica.look();
        assertThat(lines("SELECT state FROM report_runs")).containsExactly("FAILED");

        now = now.plus(Duration.ofDays(1));
        replica.look();

        assertThat(lines("SELECT CONCAT(revision, ' ', publication) FROM report_revisions WHERE business_date = '"
                        + first + "'"))
                .containsExactly("1 PUBLISHED");
    }

    @Test
    void sendsAReport_thatSnsRefusedUntilNoTryWasLeft_atTheNextFireTime() throws Exception {
        LocalDate first = INSTALLED.atOffset(ZoneOffset.UTC).toLocalDate();
        year = new SimulatedYear(MONTREAL, false, true, INSTALLED);
        count(first, 100);
        processor.ready(true);
        up(ReportDay.PREVIOUS);
        SimulatedReplica replica = replicas.get(0);
        replica.look();
        now = INSTALLED.plus(Duration.ofHours(36));
        replica.look();
        String ofFirst = " WHERE business_date = '" + first + "'";
        try (var statement = ledger.createStatement()) {
            statement.executeUpdate(
                    "UPDATE report_revisions SET publication = 'PENDING', publish_attempts = 13" + ofFirst);
        }
        replica.look();
        assertThat(lines("SELECT publication FROM report_revisions" + ofFirst)).containsExactly("PENDING");

        now = now.plus(Duration.ofDays(1));
        replica.look();

        assertThat(lines("SELECT CONCAT(publication, ' ', publish_attempts) FROM report_revisions" + ofFirst))
                .containsExactly("PUBLISHED 14");
    }

    @Test
    void reportsHistoryInBatchesAndMailsNobody_andTheDayThatIsDueGoesOutMeanwhile() throws Exception {
        LocalDate first = INSTALLED.atOffset(ZoneOffset.UTC).toLocalDate();
        year = new SimulatedYear(MONTREAL, false, true, INSTALLED);
        for (int i = 0; i <= 421; i++) {
            count(first.minusDays(i), 100 + i);
        }
        up(ReportDay.PREVIOUS);
        replicas.get(0).look();
        now = INSTALLED.plus(Duration.ofHours(36));
        int looks = 1;
        while (reported().size() < 422) {
            assertThat(reported()).hasSizeLessThanOrEqualTo(looks * DayLedger.MAX_UNFINISHED + 1);
            replicas.get(looks % 2).look();
            looks++;
            assertThat(lines("SELECT id FROM report_runs WHERE state IN ('REQUESTED', 'RUNNING', 'HELD')"))
                    .hasSizeLessThanOrEqualTo(DayLedger.MAX_UNFINISHED);
            assertThat(lines("SELECT publication FROM report_revisions WHERE business_date = '" + first + "'"))
                    .as("the day that is due, while history is worked off")
                    .containsExactly("PUBLISHED");
        }
        assertThat(looks).isGreaterThanOrEqualTo(421 / DayLedger.MAX_UNFINISHED);
        assertThat(lines("SELECT business_date FROM report_revisions WHERE publication <> 'NOT_SENT' OR revision <> 1"))
                .containsExactly(first.toString());
        assertThat(lines("SELECT DISTINCT last_error FROM report_revisions WHERE publication = 'NOT_SENT'"))
                .singleElement()
                .asString()
                .contains("CATCH_UP_DAYS");
    }

    private List<String> reported() throws SQLException {
        return lines("SELECT business_date FROM report_revisions WHERE publication IN ('NOT_SENT', 'PUBLISHED')");
    }

    @Test
    void holdsTheRunOfAClosedDay_whereAReplicasClockSaysThatItGoesOn() throws Exception {
        LocalDate first = INSTALLED.atOffset(ZoneOffset.UTC).toLocalDate();
        year = new SimulatedYear(MONTREAL, false, true, INSTALLED);
        count(first, 100);
        processor.ready(true);
        String midnight = "10 0 19 * * ?"; // ten seconds past midnight in UTC
        SimulatedReplica behind = replica(midnight, ReportDay.PREVIOUS, Duration.ZERO);
        SimulatedReplica ahead = replica(midnight, ReportDay.PREVIOUS, APART);
        replicas.addAll(List.of(behind, ahead));
        behind.look();
        now = first.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC).minusSeconds(10);

        List<String> asked = ahead.serve();
        assertThat(asked).hasSize(1);
        behind.begin(asked);

        assertThat(lines("SELECT CONCAT(state, ': ', detail) FROM report_runs"))
                .singleElement()
                .asString()
                .startsWith("HELD: the day has not ended");
        assertThat(behind.serve()).isEmpty();
        now = now.plusSeconds(30);
        behind.begin(asked);
        assertThat(behind.serve()).isEmpty();
        assertThat(ahead.serve()).isEmpty();
        assertThat(lines("SELECT CONCAT(revision, ' ', status, ' ', publication) FROM report_revisions"))
                .containsExactly("1 COMPLETE PUBLISHED");
    }

    private final class SkewedClock extends Clock {
        private final Duration ahead;

        SkewedClock(Duration ahead) {
            this.ahead = ahead;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("nothing here has a zone of its own");
        }

        @Override
        public Instant instant() {
            return now.plus(ahead);
        }
    }

    private void up(ReportDay reportDay) {
        for (Duration ahead : List.of(Duration.ZERO, APART)) {
            replicas.add(replica("0 0 16 ? * MON-SAT", reportDay, ahead));
        }
    }

    private SimulatedReplica replica(String cron, ReportDay reportDay, Duration ahead) {
        return SimulatedReplica.start(
                config, new FireTimes(cron, MONTREAL), reportDay, INSTALLED, new SkewedClock(ahead), steps);
    }

    private void down() {
        replicas.forEach(SimulatedReplica::close);
        replicas.clear();
    }

    private void simulate(ReportDay reportDay, int days, long seed) throws Exception {
        Random random = new Random(seed);
        year = new SimulatedYear(MONTREAL, reportDay == ReportDay.CURRENT, config.reportEmptyDays(), INSTALLED);
        LocalDate first = INSTALLED.atOffset(ZoneOffset.UTC).toLocalDate();
        for (int i = 1; i <= 12; i++) {
            count(first.minusDays(10L * i), 100 + i);
        }
        up(reportDay);
        step(true);
        Instant end = INSTALLED.plus(Duration.ofDays(days));
        while (now.isBefore(end)) {
            if (random.nextInt(25) == 0) {
                down();
                trade(now, hours(random, 12 * 24), random);
                up(reportDay);
            } else {
                trade(now, hours(random, 22), random);
            }
            step(random.nextInt(8) > 0);
        }
        step(true);
        step(true);
        checkMailsAndFigures();
    }

    private static Duration hours(Random random, int most) {
        return Duration.ofMinutes(20 + random.nextInt(most * 60));
    }

    /** Time passes, with sales on each day of it, and now and then a late event of a day that has closed. */
    private void trade(Instant from, Duration passes, Random random) {
        Instant until = from.plus(passes);
        while (year.isOnTheEdge(until)) {
            until = until.plus(Duration.ofMinutes(2));
        }
        LocalDate last = until.atOffset(ZoneOffset.UTC).toLocalDate();
        for (LocalDate date = from.atOffset(ZoneOffset.UTC).toLocalDate();
                !date.isAfter(last);
                date = date.plusDays(1)) {
            if (random.nextInt(10) > 0 && date.getDayOfWeek() != closedOn) {
                count(date, 1 + random.nextInt(5_000));
            }
        }
        List<LocalDate> complete = year.complete();
        for (int late = random.nextInt(4) == 0 ? random.nextInt(4) : 0; late > 0 && !complete.isEmpty(); late--) {
            // Of the last days mostly, as late events are; every third is no sale, so no figure changes.
            int back = Math.min(complete.size(), random.nextInt(5) == 0 ? 60 : 5);
            LocalDate date = complete.get(complete.size() - 1 - random.nextInt(back));
            count(date, random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(300));
        }
        now = until;
    }

    private void count(LocalDate date, long cents) {
        year.counts(date, cents);
        if (year.cents(date) != 0) {
            processor.sells(
                    date.toString(), BigDecimal.valueOf(year.cents(date), 2).toPlainString());
        }
        processor.accounts(date.toString(), year.counted(date), 0, 0, 0);
    }

    /** Both replicas look at once; then the ledger is what the contract says. */
    private void step(boolean figures) throws Exception {
        processor.ready(figures);
        year.look(now, figures);
        List<Callable<Void>> looks = new ArrayList<>();
        for (SimulatedReplica replica : replicas) {
            looks.add(() -> {
                replica.look();
                return null;
            });
        }
        for (Future<Void> look : threads.invokeAll(looks)) {
            look.get();
        }
        String open = figures ? "state <> 'DONE'" : "state IN ('REQUESTED', 'RUNNING')";
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> lines(
                                "SELECT id FROM report_runs WHERE " + open + " UNION ALL SELECT 'unsent' FROM"
                                        + " report_revisions WHERE publication IS NULL OR publication IN ('PENDING', 'PUBLISHING')")
                        .isEmpty());
        assertThat(lines("SELECT CONCAT(business_date, ' ', revision, ' ', status, ' ', publication)"
                        + " FROM report_revisions ORDER BY business_date, revision"))
                .as("at %s", now)
                .isEqualTo(year.lines());
    }

    private List<String> lines(String query) throws SQLException {
        try (var statement = ledger.createStatement();
                var rows = statement.executeQuery(query)) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
            return lines;
        }
    }

    /** One mail of each revision that was to be mailed, and in S3 the figures and the difference of each. */
    private void checkMailsAndFigures() throws Exception {
        Map<String, Integer> mails = new HashMap<>();
        HttpResponse<String> inbox = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(stack.aws().resolve("/inbox.json"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        for (JsonNode mail : Json.MAPPER.readTree(inbox.body())) {
            String subject = mail.path("subject").asText();
            if (!subject.startsWith("Daybook ")) {
                continue; // SNS's own, on the subscription
            }
            String revision = subject.replaceFirst(".*revision (\\d+).*", "$1");
            mails.merge(
                    subject.replaceFirst(".*(\\d{4}-\\d{2}-\\d{2}).*", "$1") + " "
                            + (revision.equals(subject) ? "1" : revision),
                    1,
                    Integer::sum);
        }
        Map<String, Integer> expected = new HashMap<>();
        long before = 0;
        for (String line : year.lines()) {
            String[] words = line.split(" ");
            if (words[3].equals("PUBLISHED")) {
                expected.put(words[0] + " " + words[1], 1);
            }
            JsonNode report =
                    Json.MAPPER.readTree(stack.object("reports/" + words[0] + "/r" + words[1] + "/report.json")
                            .orElseThrow());
            long cents = year.cents(LocalDate.parse(words[0]), Integer.parseInt(words[1]));
            assertThat(cents(report.at("/sales/stores/0/net"))).as(line).isEqualTo(cents);
            if (!words[1].equals("1")) {
                assertThat(report.at("/changes/since_revision").asInt()).isEqualTo(Integer.parseInt(words[1]) - 1);
                assertThat(cents(report.at("/changes/stores/0/figures/net/difference")))
                        .as(line)
                        .isEqualTo(cents - before);
            }
            before = cents;
        }
        assertThat(mails).containsExactlyInAnyOrderEntriesOf(expected);
    }

    private static long cents(JsonNode amount) {
        return amount.isMissingNode()
                ? 0
                : new BigDecimal(amount.asText()).movePointRight(2).longValueExact();
    }
}

package dev.daybook.allinone.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.report.ReportService;
import dev.daybook.report.publish.DayKey;
import dev.daybook.report.publish.Step;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas on one ledger and one schedule, one clock 30 s behind the other, through fire times at which they die. */
class ReplicasTest {
    private static final long SEED = 20261120;
    private static final int DAYS = 12;
    private static final Duration APART = Duration.ofSeconds(30);
    /** Ten seconds before midnight: for half a minute the replicas don't even agree on the day. */
    private static final String CRON = "50 59 23 * * ?";

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final LocalTime FIRES_AT = LocalTime.of(23, 59, 50);

    @TempDir
    Path home;

    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** A replica whose clock the test sets, and whose runs die behind a step when it says so. */
    private static final class Replica implements AutoCloseable {
        private final ReportStand stand;
        private final SettableClock clock;
        private final PublicationChecker checker;
        private final AtomicReference<Step> diesBehind = new AtomicReference<>();
        private ReportService service;

        Replica(ReportStand stand, PublicationChecker checker, Instant now) {
            this.stand = stand;
            this.checker = checker;
            this.clock = new SettableClock(now);
            start();
        }

        void start() {
            service = stand.start(CRON, clock, this::taken);
        }

        private void taken(Step step, DayKey day) {
            if (diesBehind.compareAndSet(step, null)) {
                if (step == Step.PUBLISHING_RECORDED || step == Step.SENT) {
                    checker.diedWhileSending(day.date());
                }
                checker.fired("death");
                throw new Crash();
            }
        }

        /** Returns when it has looked at its schedule at that time. */
        void lives(Instant at) {
            clock.set(at);
            long before = clock.reads();
            // The first may be of a look that began before.
            Awaitility.await().atMost(LONG).until(() -> clock.reads() >= before + 2);
        }

        @Override
        public void close() {
            service.close();
        }
    }

    @Test
    void publishEachDayOnce_whenTheirClocksAre30sApartAndOneDiesAtAFireTime() throws Exception {
        Random random = new Random(SEED);
        try (ReportStand stand = new ReportStand(home, Duration.ofSeconds(20))) {
            PublicationChecker checker = new PublicationChecker(stand.bucketFolder(), stand.publishTimeout());
            long end = stand.produce(3, "{}".getBytes(StandardCharsets.UTF_8));
            stand.processor().standsAt(3, end);
            stand.commit(3, end);
            stand.awaitArchived(ReportStand.EVENTS, 3, end);
            LocalDate firstDay = LocalDate.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC);
            Instant noon = firstDay.atTime(12, 0).toInstant(ZoneOffset.UTC);
            Replica ahead = new Replica(stand, checker, noon);
            Replica behind = new Replica(stand, checker, noon.minus(APART));
            Awaitility.await()
                    .untilAsserted(() -> assertThat(stand.column("SELECT first_event_on FROM report_schedule"))
                            .containsExactly(firstDay.toString()));
            for (int day = 1; day <= DAYS; day++) {
                LocalDate reported = firstDay.plusDays(day - 1L);
                stand.processor().sells(reported.toString(), day + ".00");
                Replica dies = random.nextBoolean() ? ahead : behind;
                dies.diesBehind.set(Step.values()[random.nextInt(Step.values().length)]);
                Instant fires = firstDay.plusDays(day).atTime(FIRES_AT).toInstant(ZoneOffset.UTC);
                // Through its fire time and past midnight, the one with the fast clock first.
                for (long seconds : new long[] {5, 15, 25, 45}) {
                    ahead.lives(fires.plusSeconds(seconds));
                    behind.lives(fires.plusSeconds(seconds).minus(APART));
                    if (seconds == 25) {
                        dies.close();
                        stand.leasesRunOut();
                        dies.diesBehind.set(null);
                        dies.start();
                    }
                }
                Awaitility.await()
                        .atMost(LONG)
                        .untilAsserted(() -> assertThat(stand.column(
                                        "SELECT state FROM report_runs" + " WHERE business_date = '" + reported + "'"))
                                .containsExactly("DONE"));
            }
            stand.leasesRunOut();
            stand.awaitNothingUnderWay();
            List<String> reported = stand.column("SELECT business_date FROM report_runs ORDER BY business_date");
            // The last fire time may have been served past midnight, when one more day had ended.
            assertThat(reported)
                    .doesNotHaveDuplicates()
                    .containsAll(days(firstDay))
                    .hasSizeLessThanOrEqualTo(DAYS + 1);
            for (String date : reported) {
                checker.asked(LocalDate.parse(date), stand.onlyRun(LocalDate.parse(date)));
            }
            try (Connection ledger = stand.connection()) {
                PublicationChecker.Result result =
                        checker.judge(ledger, stand.sns().record(), Map.of("death", DAYS / 4));
                assertThat(result.problems()).as("seed %d", SEED).isEmpty();
                assertThat(result.verdict()).as("%s", result).isEqualTo(PublicationChecker.Verdict.PASS);
            }
        }
    }

    private static List<String> days(LocalDate first) {
        List<String> days = new ArrayList<>();
        for (int day = 0; day < DAYS; day++) {
            days.add(first.plusDays(day).toString());
        }
        return days;
    }
}

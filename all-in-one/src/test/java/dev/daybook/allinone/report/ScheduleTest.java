package dev.daybook.allinone.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.report.publish.Step;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleTest {
    private static final String DAILY = "0 0 16 * * ?";

    @TempDir
    Path home;

    /** Runs ahead of another clock by as much as it is told. */
    private static final class AheadClock extends Clock {
        private final Clock clock;
        private final AtomicReference<Duration> ahead;

        AheadClock(Clock clock, Duration ahead) {
            this.clock = clock;
            this.ahead = new AtomicReference<>(ahead);
        }

        void ahead(Duration by) {
            ahead.set(by);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return clock.withZone(zone);
        }

        @Override
        public Instant instant() {
            return clock.instant().plus(ahead.get());
        }
    }

    @Test
    void catchesUpWithEveryDayOnceSinceTheFirstEvent_whenTwoServicesSeeMissedFireTimes() throws Exception {
        try (ReportStand stand = new ReportStand(home, Duration.ofSeconds(20))) {
            LocalDate firstDay = LocalDate.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC);
            long end = stand.produce(3, "{}".getBytes(StandardCharsets.UTF_8));
            stand.processor().standsAt(3, end);
            stand.commit(3, end);
            AheadClock one = new AheadClock(Clock.systemUTC(), Duration.ZERO);
            AheadClock other = new AheadClock(Clock.systemUTC(), Duration.ofSeconds(30));
            stand.start(DAILY, one, Step.Listener.NONE);
            stand.start(DAILY, other, Step.Listener.NONE);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(stand.column("SELECT first_event_on FROM report_schedule"))
                            .containsExactly(firstDay.toString()));

            one.ahead(Duration.ofDays(4));
            other.ahead(Duration.ofDays(4).plusSeconds(30));

            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(stand.column(
                                    "SELECT CONCAT(business_date, ' ', revision, ' ', status, ' ', publication)"
                                            + " FROM report_revisions ORDER BY business_date, revision"))
                            .startsWith(
                                    firstDay + " 1 COMPLETE PUBLISHED",
                                    firstDay.plusDays(1) + " 1 COMPLETE PUBLISHED",
                                    firstDay.plusDays(2) + " 1 COMPLETE PUBLISHED")
                            .allMatch(line -> line.endsWith(" 1 COMPLETE PUBLISHED")));
            assertThat(stand.column("SELECT DISTINCT requested_by FROM report_runs"))
                    .containsExactly("schedule");
            assertThat(stand.column("SELECT business_date FROM report_runs GROUP BY business_date HAVING COUNT(*) > 1"))
                    .isEmpty();
            assertThat(stand.column("SELECT business_date FROM report_runs WHERE business_date < '" + firstDay + "'"))
                    .isEmpty();
            for (int day = 0; day < 3; day++) {
                assertThat(stand.mails(firstDay.plusDays(day))).hasSize(1);
            }
        }
    }
}

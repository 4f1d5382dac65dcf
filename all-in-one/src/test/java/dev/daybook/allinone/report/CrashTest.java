package dev.daybook.allinone.report;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.daybook.allinone.FaultyDatabase;
import dev.daybook.allinone.FaultyS3;
import dev.daybook.report.ReportService;
import dev.daybook.report.publish.DayKey;
import dev.daybook.report.publish.Step;
import dev.daybook.service.objects.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Runs that die behind each of their steps, and other processes that go on with them. */
class CrashTest {
    /** Rounds in which a run dies behind each step once; {@code -Ddaybook.crash.rounds} for more, {@code .seed} for others. */
    private static final int ROUNDS = Integer.getInteger("daybook.crash.rounds", 100);

    private static final long SEED = Long.getLong("daybook.crash.seed", 20261120);
    private static final LocalDate FIRST = LocalDate.parse("2015-01-01");
    private static final Duration PUBLISH_TIMEOUT = Duration.ofMillis(1_500);
    private static final ObjectStore.Timeouts S3_TIMEOUTS =
            new ObjectStore.Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(1));
    private static final List<FaultyS3.Fault> S3_HANGS =
            List.of(FaultyS3.Fault.HANGS, FaultyS3.Fault.DONE_AND_HANGS, FaultyS3.Fault.HANGS_HALFWAY);
    private static final Duration LONG = Duration.ofMinutes(2);

    private static final Logger PUBLISH_LOG = (Logger) LoggerFactory.getLogger(Step.class.getPackageName());

    @TempDir
    Path home;

    /** Every death is logged with its stack: 1,500 of them bury whatever else the log says. */
    @BeforeAll
    static void keepQuiet() {
        PUBLISH_LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void logAgain() {
        PUBLISH_LOG.setLevel(null);
    }

    /** What no part of the service catches: as for a kill, nothing more is written after it. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        Crash() {
            super("dies here", null, false, false);
        }
    }

    /** Kills the run of each date when it has taken its step, once. */
    private static final class Deaths implements Step.Listener {
        private final PublicationChecker checker;
        private final Map<LocalDate, Step> planned = new ConcurrentHashMap<>();
        private final Set<LocalDate> sending = ConcurrentHashMap.newKeySet();
        private final CountDownLatch awaited;
        private volatile boolean closing;

        Deaths(PublicationChecker checker, int awaited) {
            this.checker = checker;
            this.awaited = new CountDownLatch(awaited);
        }

        void plan(LocalDate date, Step step) {
            planned.put(date, step);
        }

        /** From now on who sends a mail may be interrupted before it has noted what came of it. */
        void closing() {
            closing = true;
            checker.closedWhileSending(sending);
        }

        @Override
        public void done(Step step, DayKey day) {
            if (step == Step.PUBLISHING_RECORDED) {
                sending.add(day.date());
                if (closing) {
                    checker.closedWhileSending(List.of(day.date()));
                }
            } else if (step == Step.OUTCOME_RECORDED) {
                sending.remove(day.date());
            }
            if (planned.remove(day.date(), step)) {
                if (step == Step.PUBLISHING_RECORDED || step == Step.SENT) {
                    checker.diedWhileSending(day.date());
                }
                checker.fired("death behind " + step);
                awaited.countDown();
                throw new Crash();
            }
        }
    }

    @Test
    void takesEachStepOnceInItsOrder_whenNothingGoesWrong() throws Exception {
        try (ReportStand stand = new ReportStand(home, Duration.ofSeconds(20))) {
            stand.processor().sells("2026-03-02", "8204.10");
            List<Step> taken = new CopyOnWriteArrayList<>();
            ReportService service = stand.start((step, day) -> taken.add(step));
            // Until it knows the stores, and so when the day ended, it holds the run, which is no step gone wrong.
            Awaitility.await()
                    .untilAsserted(() -> assertThat(stand.get(service, "/health/ready")
                                    .json()
                                    .path("not_ready")
                                    .has("stores"))
                            .isFalse());
            stand.run(service, LocalDate.parse("2026-03-02"), 60);
            Awaitility.await().untilAsserted(() -> assertThat(taken).containsExactly(Step.values()));
        }
    }

    @Test
    void makesOneRevisionWithTheSameBytesAndAtMostOneMail_whereverRunsDieAndWhateverFails() throws Exception {
        try (ReportStand stand = new ReportStand(home, PUBLISH_TIMEOUT);
                Faults faults = new Faults(stand)) {
            PublicationChecker checker = faults.checker;
            List<LocalDate> before = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                List<LocalDate> dates = round(stand, faults, round, before);
                stand.leasesRunOut();
                before.addAll(dates);
                try (Connection ledger = stand.connection()) {
                    checker.look(ledger, before);
                }
                before = dates;
            }
            faults.cease();
            stand.start();
            stand.awaitNothingUnderWay();
            try (Connection ledger = stand.connection()) {
                PublicationChecker.Result result =
                        checker.judge(ledger, stand.sns().record(), enough());
                assertThat(result.problems()).as("seed %d", SEED).isEmpty();
                assertThat(result.verdict()).as("%s", result).isEqualTo(PublicationChecker.Verdict.PASS);
            }
        }
    }

    /** One life of a service: it goes on with what died before it, and one run of its own dies behind each step. */
    private static List<LocalDate> round(ReportStand stand, Faults faults, int round, List<LocalDate> before)
            throws IOException, InterruptedException {
        Random random = new Random(SEED + round);
        Deaths deaths = new Deaths(faults.checker, Step.values().length);
        List<LocalDate> dates = new ArrayList<>();
        for (Step step : Step.values()) {
            LocalDate date = FIRST.plusDays((long) round * Step.values().length + step.ordinal());
            stand.processor().sells(date.toString(), "1.00");
            deaths.plan(date, step);
            dates.add(date);
        }
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(round % 2 == 0 ? 0 : 30));
        try (ReportService service = stand.start(ReportStand.NEVER, clock, deaths)) {
            for (LocalDate date : dates) {
                faults.checker.asked(
                        date, stand.run(service, date, 0).json().path("id").asText());
            }
            assertThat(deaths.awaited.await(LONG.toSeconds(), TimeUnit.SECONDS))
                    .as("round %d of seed %d: not yet dead %s", round, SEED, deaths.planned)
                    .isTrue();
            deaths.closing();
        }
        // What is sold from here on must not find its way into a revision that was claimed before.
        dates.forEach(date -> stand.processor().sells(date.toString(), "2.00"));
        return dates;
    }

    private static Map<String, Integer> enough() {
        Map<String, Integer> enough = new HashMap<>();
        for (Step step : Step.values()) {
            enough.put("death behind " + step, ROUNDS);
        }
        // An answer that is late until a test lets it go has no place among runs that nobody watches.
        EnumSet.complementOf(EnumSet.of(FaultySns.Fault.ANSWER_LATE))
                .forEach(fault -> enough.put("SNS " + fault, ROUNDS / 10));
        enough.put("S3 " + FaultyS3.Fault.INTERNAL_ERROR, ROUNDS / 10);
        enough.put("S3 " + FaultyS3.Fault.LOST_ANSWER, ROUNDS / 10);
        S3_HANGS.forEach(fault -> enough.put("S3 " + fault, ROUNDS / 10));
        enough.put("ledger " + FaultyDatabase.Fault.BREAK_BEFORE_COMMIT, ROUNDS / 2);
        enough.put("ledger " + FaultyDatabase.Fault.BREAK_AFTER_COMMIT, ROUNDS / 2);
        return enough;
    }

    /** What goes wrong around the services, by chance with the seed; services that start from now on meet it. */
    private static final class Faults implements AutoCloseable {
        final PublicationChecker checker;
        private final Random s3Chance = new Random(SEED);
        private final Random ledgerChance = new Random(SEED + 1);
        private final Map<String, Integer> attempts = new ConcurrentHashMap<>();
        private final FaultyS3 s3;
        private final FaultyDatabase ledger;
        private volatile boolean ceased;

        Faults(ReportStand stand) throws IOException {
            checker = new PublicationChecker(stand.bucketFolder(), stand.publishTimeout());
            s3 = new FaultyS3(stand.s3(), this::s3);
            ledger = new FaultyDatabase(stand.ledgerUrl(), this::ledger);
            stand.sns().script(this::sns);
            stand.s3Timeouts(S3_TIMEOUTS);
            stand.reroute(Map.of("AWS_ENDPOINT_URL_S3", s3.endpoint().toString(), "DB_URL", ledger.jdbcUrl()));
        }

        void cease() {
            ceased = true;
        }

        private FaultySns.Fault sns(String subject) {
            int attempt = attempts.merge(subject, 1, Integer::sum);
            int chance = ceased ? 99 : new Random(SEED + 31L * subject.hashCode() + attempt).nextInt(100);
            FaultySns.Fault fault;
            if (chance < 3) {
                fault = FaultySns.Fault.HANG_AFTER_TAKING;
            } else if (chance < 6) {
                fault = FaultySns.Fault.HANG_BEFORE_TAKING;
            } else if (chance < 14) {
                fault = FaultySns.Fault.RESET_AFTER_TAKING;
            } else if (chance < 20) {
                fault = FaultySns.Fault.RESET_BEFORE_TAKING;
            } else if (chance < 26) {
                fault = FaultySns.Fault.SERVER_ERROR;
            } else if (chance < 36) {
                fault = FaultySns.Fault.THROTTLE;
            } else {
                fault = chance < 46 ? FaultySns.Fault.FORBID : FaultySns.Fault.NONE;
            }
            checker.fired("SNS " + fault);
            return fault;
        }

        private synchronized FaultyS3.Fault s3(FaultyS3.Request request) {
            int chance = ceased ? 500 : s3Chance.nextInt(1_000);
            FaultyS3.Fault fault = FaultyS3.Fault.NONE;
            if (chance < 10) {
                fault = FaultyS3.Fault.INTERNAL_ERROR;
            } else if (chance < 12) {
                fault = FaultyS3.Fault.SLOW_DOWN;
            } else if (chance < 30 && request.isPut()) {
                fault = FaultyS3.Fault.TORN;
            } else if (chance < 70 && request.isPut()) {
                fault = FaultyS3.Fault.CONFLICT;
            } else if (chance < 130 && request.isPut()) {
                fault = FaultyS3.Fault.LOST_ANSWER;
            } else if (chance >= 997) {
                fault = S3_HANGS.get(chance - 997);
            }
            checker.fired("S3 " + fault);
            return fault;
        }

        private synchronized FaultyDatabase.Fault ledger() {
            int chance = ceased ? 999 : ledgerChance.nextInt(1_000);
            FaultyDatabase.Fault fault = FaultyDatabase.Fault.NONE;
            if (chance < 10) {
                fault = FaultyDatabase.Fault.BREAK_BEFORE_COMMIT;
            } else if (chance < 20) {
                fault = FaultyDatabase.Fault.BREAK_AFTER_COMMIT;
            }
            checker.fired("ledger " + fault);
            return fault;
        }

        @Override
        public void close() throws IOException {
            s3.close();
            ledger.close();
        }
    }
}

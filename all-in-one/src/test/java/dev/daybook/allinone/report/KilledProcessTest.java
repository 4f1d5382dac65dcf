package dev.daybook.allinone.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.allinone.ChildJvm;
import dev.daybook.report.publish.Step;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Report services that are killed by SIGKILL behind each step of a run, the next process going on with it. */
class KilledProcessTest {
    private static final LocalDate FIRST = LocalDate.parse("2015-01-01");

    /** The next process begins sooner than that, and has to wait for it. */
    private static final Duration LEASE = Duration.ofSeconds(6);

    @TempDir
    Path home;

    @Test
    void makesOneRevisionWithTheSameBytesAndAtMostOneMail_whereverItsProcessIsKilled() throws Exception {
        try (ReportStand stand = new ReportStand(home.resolve("stand"), Duration.ofSeconds(20))) {
            stand.lease(LEASE);
            PublicationChecker checker = new PublicationChecker(stand.bucketFolder(), stand.publishTimeout());
            List<LocalDate> dates = new ArrayList<>();
            for (Step step : Step.values()) {
                LocalDate date = FIRST.plusDays(step.ordinal());
                stand.processor().sells(date.toString(), "1.00");
                try (ChildJvm process =
                        ReportProcess.startAndStandBehind(stand, home.resolve("settings"), date, step)) {
                    // It has finished what the process before it was killed at, or that would die a second time here.
                    stand.awaitNothingUnderWayBut(date);
                    process.kill();
                }
                checker.fired("killed behind " + step);
                checker.asked(date, stand.onlyRun(date));
                if (step == Step.PUBLISHING_RECORDED || step == Step.SENT) {
                    checker.diedWhileSending(date);
                }
                // What is sold from here on must not find its way into a revision that was claimed before.
                stand.processor().sells(date.toString(), "2.00");
                stand.publishersTimeOut();
                dates.add(date);
                try (Connection ledger = stand.connection()) {
                    checker.look(ledger, dates);
                }
            }
            stand.start();
            stand.awaitNothingUnderWay();
            try (Connection ledger = stand.connection()) {
                PublicationChecker.Result result = checker.judge(
                        ledger,
                        stand.sns().record(),
                        Stream.of(Step.values()).collect(Collectors.toMap(step -> "killed behind " + step, step -> 1)));
                assertThat(result.problems()).isEmpty();
                assertThat(result.verdict()).isEqualTo(PublicationChecker.Verdict.PASS);
            }
            assertThat(publications(stand)).isEqualTo(expected());
        }
    }

    /** Step: publication and number of mails. */
    private static Map<Step, String> publications(ReportStand stand) {
        return Stream.of(Step.values()).collect(Collectors.toMap(step -> step, step -> {
            try {
                LocalDate date = FIRST.plusDays(step.ordinal());
                return stand.publication(date) + " " + stand.mails(date).size();
            } catch (Exception unreachable) {
                throw new AssertionError(unreachable);
            }
        }));
    }

    private static Map<Step, String> expected() {
        return Stream.of(Step.values()).collect(Collectors.toMap(step -> step, step -> switch (step) {
            case PUBLISHING_RECORDED -> "UNKNOWN 0";
            case SENT -> "UNKNOWN 1";
            default -> "PUBLISHED 1";
        }));
    }
}

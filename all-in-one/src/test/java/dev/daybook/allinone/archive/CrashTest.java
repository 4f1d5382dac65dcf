package dev.daybook.allinone.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.daybook.allinone.ChildJvm;
import dev.daybook.ingest.archive.ArchiveStep;
import dev.daybook.ingest.archive.ArchiveSteps;
import dev.daybook.ingest.archive.Archiver;
import dev.daybook.service.Health;
import dev.daybook.service.Metrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Archivers that die, or are stopped and woken too late, at every step there is. */
class CrashTest {
    @TempDir
    static Path folder;

    private static ArchiveStack stack;

    @BeforeAll
    static void start() {
        stack = new ArchiveStack(folder);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest
    @EnumSource
    void archivesEachRecordOnce_whenAThreadDiesAtTheStep(ArchiveStep step) throws Exception {
        ArchiveCase archive = stack.newCase(2);
        AtomicInteger left = new AtomicInteger(2);
        ArchiveSteps crash = (reached, partition) -> {
            if (reached == step && left.decrementAndGet() == 0) {
                throw new Crash();
            }
        };
        try (Traffic traffic = archive.traffic(step.ordinal())) {
            traffic.events(500).refusals(5);
            Health health = new Health();
            try (Archiver dies = Archiver.start(
                    archive.config(ArchiveCase.limits(70)), health, new Metrics("test"), Clock.systemUTC(), crash)) {
                await().atMost(ArchiveCase.LONG).until(() -> health.fatal().isPresent());
                assertThat(dies.alarm()).isEmpty();
            }
            traffic.events(100);
            try (Archiver successor = archive.start(ArchiveCase.limits(110))) {
                archive.awaitArchived();
                assertThat(successor.alarm()).isEmpty();
            }
            archive.assertEachRecordOnce(traffic.sent());
        }
    }

    @Test
    void archivesEachRecordOnce_whenItsProcessIsKilledAtEachStepInTurn() throws Exception {
        ArchiveCase archive = stack.newCase(2);
        Path never = folder.resolve("never");
        try (Traffic traffic = archive.traffic(42)) {
            for (ArchiveStep step : ArchiveStep.values()) {
                traffic.events(300).refusals(3);
                int maxObjectRecords = 40 + 7 * step.ordinal();
                try (ChildJvm child =
                        ArchiverProcess.startAndStandAt(archive, maxObjectRecords, step, 3, never, "killed")) {
                    child.kill();
                }
            }
            try (Archiver successor = archive.start(ArchiveCase.limits(50))) {
                archive.awaitArchived();
                assertThat(successor.alarm()).isEmpty();
            }
            archive.assertEachRecordOnce(traffic.sent());
        }
    }

    @ParameterizedTest
    @EnumSource
    void archivesEachRecordOnce_whenAProcessSleepsAtTheStepForLongerThanItsSession(ArchiveStep step) throws Exception {
        ArchiveCase archive = stack.newCase(2);
        Path goOn = folder.resolve("wake-" + step);
        try (Traffic traffic = archive.traffic(step.ordinal())) {
            traffic.events(400);
            try (ChildJvm zombie = ArchiverProcess.startAndStandAt(archive, 60, step, 2, goOn, "zombie-" + step)) {
                zombie.pause();
                try (Archiver successor = archive.start(ArchiveCase.limits(85))) {
                    traffic.events(200);
                    archive.awaitArchived();
                    Files.createFile(goOn);
                    zombie.resume();
                    // One that may not commit any more takes its next step when it is back in the group and gets
                    // records.
                    await().atMost(ArchiveCase.LONG).until(() -> {
                        traffic.events(20);
                        return Files.exists(ArchiverProcess.wentOn(goOn));
                    });
                    archive.awaitArchived();
                    assertThat(successor.alarm()).isEmpty();
                }
            }
            archive.assertEachRecordOnce(traffic.sent());
        }
    }

    @Test
    void goesOnAfterTheZombiesObject_whenItWakesFirstAndWins() throws Exception {
        ArchiveCase archive = stack.newCase(1);
        Path goOn = folder.resolve("wake-and-win");
        CountDownLatch zombieWrote = new CountDownLatch(1);
        CountDownLatch successorIsReady = new CountDownLatch(1);
        ArchiveSteps waits = (step, partition) -> {
            if (step == ArchiveStep.BEFORE_PUT) {
                successorIsReady.countDown();
                ArchiveCase.waitFor(zombieWrote);
            }
        };
        try (Traffic traffic = archive.traffic(9)) {
            traffic.events(400);
            try (ChildJvm zombie =
                    ArchiverProcess.startAndStandAt(archive, 60, ArchiveStep.BEFORE_PUT, 1, goOn, "winner")) {
                zombie.pause();
                try (Archiver successor = ArchiveCase.start(archive.config(ArchiveCase.limits(85)), waits)) {
                    successorIsReady.await();
                    Files.createFile(goOn);
                    zombie.resume();
                    await().atMost(ArchiveCase.LONG).until(() -> Files.exists(ArchiverProcess.wentOn(goOn)));
                    zombie.kill();
                    zombieWrote.countDown();
                    archive.awaitArchived();
                    assertThat(successor.alarm()).isEmpty();
                }
            }
            archive.assertEachRecordOnce(traffic.sent());
            assertThat(archive.checker().objects())
                    .as("the zombie's object ends at 59")
                    .contains(60L);
        }
    }
}

package dev.daybook.allinone.archive;

import dev.daybook.allinone.ChildJvm;
import dev.daybook.ingest.archive.ArchiveStep;
import dev.daybook.ingest.archive.ArchiveSteps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;

/** An archiver in a process of its own that stands still when it reaches a step, for its parent to kill or to stop it there. */
final class ArchiverProcess {
    private ArchiverProcess() {}

    /** Starts one and returns when it stands at the step for the n-th time; it goes on once the file exists, if ever. */
    static ChildJvm startAndStandAt(
            ArchiveCase archive, int maxObjectRecords, ArchiveStep step, int nth, Path goOn, String member)
            throws IOException {
        ArchiveStack stack = archive.stack();
        return ChildJvm.start(
                ArchiverProcess.class,
                stack.bootstrapServers(),
                stack.s3Endpoint(),
                stack.accessKeyId(),
                stack.secretAccessKey(),
                archive.prefix(),
                archive.bucket(),
                maxObjectRecords,
                step,
                nth,
                goOn,
                member);
    }

    /** Exists when a process that went on has taken its next step. */
    static Path wentOn(Path goOn) {
        return goOn.resolveSibling(goOn.getFileName() + "-taken");
    }

    public static void main(String[] arguments) throws InterruptedException {
        Standstill standstill = new Standstill(
                ArchiveStep.valueOf(arguments[7]), Integer.parseInt(arguments[8]), Path.of(arguments[9]));
        Map<String, String> kafka = Map.of(
                "session.timeout.ms",
                ArchiveCase.SESSION_MILLIS,
                "heartbeat.interval.ms",
                "500",
                "group.instance.id",
                arguments[10]);
        ArchiveCase.start(
                ArchiveCase.config(
                        arguments[0],
                        kafka,
                        arguments[4],
                        arguments[5],
                        ArchiveCase.access(URI.create(arguments[1]), arguments[2], arguments[3]),
                        ArchiveCase.limits(Integer.parseInt(arguments[6]))),
                standstill);
        new CountDownLatch(1).await();
    }

    private record Standstill(ArchiveStep step, AtomicInteger left, Path goOn) implements ArchiveSteps {
        Standstill(ArchiveStep step, int nth, Path goOn) {
            this(step, new AtomicInteger(nth), goOn);
        }

        @Override
        public void reached(ArchiveStep reached, TopicPartition partition) {
            try {
                if (reached == step && left.decrementAndGet() == 0) {
                    System.out.println(ChildJvm.READY + partition);
                    System.out.flush();
                    while (!Files.exists(goOn)) {
                        TimeUnit.MILLISECONDS.sleep(20); // no test waits for this; a killed process never wakes
                    }
                } else if (left.get() <= 0 && Files.exists(goOn) && !Files.exists(wentOn(goOn))) {
                    Files.createFile(wentOn(goOn));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

package dev.daybook.allinone.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.daybook.ingest.archive.Archiver;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RebalanceTest {
    private static final int REBALANCES = 12;

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

    @Test
    void archivesEachRecordOnce_whenMembersComeAndGoUnderLoad() throws Exception {
        ArchiveCase archive = stack.newCase(6);
        Random random = new Random(7);
        AtomicBoolean sending = new AtomicBoolean(true);
        AtomicLong sent = new AtomicLong();
        Deque<Archiver> members = new ArrayDeque<>();
        try (Traffic traffic = archive.traffic(7)) {
            CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
                while (sending.get()) {
                    sent.set(traffic.events(50).refusals(1).sent());
                }
            });
            for (int i = 0; i < REBALANCES; i++) {
                if (members.size() < 2 || (members.size() < 4 && random.nextBoolean())) {
                    members.add(archive.start(ArchiveCase.limits(40 + random.nextInt(100))));
                } else {
                    members.remove().close();
                }
                long before = sent.get();
                await().atMost(ArchiveCase.LONG).until(() -> sent.get() > before + 300);
            }
            sending.set(false);
            load.join();
            archive.awaitArchived();
            members.forEach(member -> assertThat(member.alarm()).isEmpty());
            members.forEach(Archiver::close);
            archive.assertEachRecordOnce(traffic.sent());
        }
    }
}

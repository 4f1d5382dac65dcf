package dev.daybook.allinone.archive;

import dev.daybook.ingest.archive.Archiver;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiverTest {
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
    void archivesEachRecordOnceWithItsBytes() throws Exception {
        ArchiveCase archive = stack.newCase(3);
        try (Traffic traffic = archive.traffic(1);
                Archiver archiver = archive.start(ArchiveCase.limits(100))) {
            traffic.events(1_000).refusals(40).events(200);
            archive.awaitArchived();
            archive.assertEachRecordOnce(traffic.sent());
        }
    }
}

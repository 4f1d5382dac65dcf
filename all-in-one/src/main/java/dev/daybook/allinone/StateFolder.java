package dev.daybook.allinone;

import dev.daybook.allinone.database.EmbeddedMariaDb;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** The home of an all-in-one as a whole. */
final class StateFolder {
    /** Made at the first start: a folder without it is not a home, and is not deleted whatever DAYBOOK_HOME says. */
    private static final String MARK = "api-keys.json";

    private StateFolder() {}

    /** Whether a Daybook has been started on that folder. */
    static boolean isHome(Path home) {
        return Files.exists(home.resolve(MARK));
    }

    /**
     * Removes the home with all that is in it, and ends what an earlier run left running on it; false where there is none.
     *
     * @throws FolderInUse where a running process has it
     */
    static boolean remove(Path home) throws IOException {
        if (!Files.exists(home)) {
            return false;
        }
        if (!isHome(home)) {
            throw new IOException(
                    home + " is not a folder of Daybook's state (it has no " + MARK + "); nothing was removed");
        }
        FolderLock lock = FolderLock.of(home);
        try {
            EmbeddedMariaDb.endLeftOver(home.resolve(Neighbours.DATABASE_FOLDER));
            delete(home);
        } finally {
            lock.close();
        }
        return true;
    }

    private static void delete(Path home) throws IOException {
        Files.walkFileTree(home, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}

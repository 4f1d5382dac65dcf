package dev.daybook.allinone;

import dev.daybook.allinone.database.EmbeddedMariaDb;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The home of an all-in-one as a whole. */
final class StateFolder {
    /** Made at the first start: a folder without it is not a home, and is not touched whatever DAYBOOK_HOME says. */
    private static final String MARK = HomeKeys.KEY_FILE;

    private StateFolder() {}

    /** Whether a Daybook has been started on that folder. */
    static boolean isHome(Path home) {
        return Files.exists(home.resolve(MARK));
    }

    /**
     * Removes what Daybook made in the home, and the home itself unless other files are in it; ends what an earlier run left running
     * on it. False where there is no folder. What was cut off is still a home, and can be removed again.
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
            for (Path own : content(home)) {
                Folders.deleteIfExists(own);
            }
        } finally {
            lock.close();
        }
        deleteIfEmpty(home);
        return true;
    }

    /** All that Daybook makes there, the mark last but for the lock. The folder may be one that somebody keeps other things in. */
    private static List<Path> content(Path home) {
        List<Path> files = new ArrayList<>(HomeKeys.files(home));
        files.add(0, Addresses.file(home));
        List<Path> content = new ArrayList<>(List.of(
                Neighbours.awsFolder(home),
                Neighbours.brokerFolder(home),
                home.resolve(Neighbours.DATABASE_FOLDER),
                ServiceSettings.streamsFolder(home)));
        files.forEach(file -> content.addAll(List.of(PrivateFile.unfinished(file), file)));
        content.add(FolderLock.file(home));
        return content;
    }

    private static void deleteIfEmpty(Path home) throws IOException {
        try {
            Files.delete(home);
        } catch (DirectoryNotEmptyException others) {
            // stays with what is not Daybook's
        }
    }
}

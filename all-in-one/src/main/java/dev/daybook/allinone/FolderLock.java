package dev.daybook.allinone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Gives one process the use of a data folder. The operating system releases it when the process ends, SIGKILL included, so
 * it is never left behind.
 */
public final class FolderLock implements AutoCloseable {
    private static final String FILE_NAME = ".lock";

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Locks {@code folder}, which is made where missing.
     *
     * @throws FolderInUse if a running process holds it, this one included
     */
    public static FolderLock of(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve(FILE_NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isLocked(channel)) {
                return new FolderLock(channel);
            }
            channel.close();
            throw new FolderInUse(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("can't lock " + folder, e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // held by this very process
        }
    }

    /** Releases the folder; a second call does nothing. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

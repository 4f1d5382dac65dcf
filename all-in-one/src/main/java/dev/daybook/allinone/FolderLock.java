package dev.daybook.allinone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives one process the use of a data folder. The operating system releases it when the process ends, SIGKILL included, so
 * it is never left behind. Thread-safe.
 */
public final class FolderLock implements AutoCloseable {
    private static final String FILE_NAME = ".lock";
    /**
     * The folders that this process holds. They are never opened again: POSIX (fcntl) releases a process's locks on a file when
     * it closes any channel of that file.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Locks {@code folder}, which is made where missing.
     *
     * @throws FolderInUse if a running process holds it, this one included
     */
    public static FolderLock of(Path folder) {
        try {
            Path real = Files.createDirectories(folder).toRealPath();
            if (!HELD.add(real)) {
                throw new FolderInUse(folder);
            }
            FolderLock lock = null;
            try {
                lock = lock(folder, real);
                return lock;
            } finally {
                if (lock == null) {
                    HELD.remove(real);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't lock " + folder, e);
        }
    }

    /** What stays in a folder that was locked, and means nothing. */
    static Path file(Path folder) {
        return folder.resolve(FILE_NAME);
    }

    private static FolderLock lock(Path folder, Path real) throws IOException {
        FileChannel channel = FileChannel.open(file(real), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            throw new FolderInUse(folder);
        }
        return new FolderLock(real, channel);
    }

    /** Releases the folder; a second call does nothing. */
    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HELD.remove(folder);
        }
    }
}

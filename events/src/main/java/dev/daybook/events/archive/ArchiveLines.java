package dev.daybook.events.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * The lines of one object, one after the other, unpacked as they are read: memory stays at one line. Not thread-safe.
 */
public final class ArchiveLines implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
    private int at;
    private int end;

    /** @throws IOException where the bytes don't begin as gzip does */
    public ArchiveLines(byte[] object) throws IOException {
        in = new GZIPInputStream(new ByteArrayInputStream(object), BUFFER_BYTES);
    }

    /**
     * The next line without its line break, or null after the last; then the gzip checksum has been found right.
     *
     * @throws IOException where the object is torn or altered
     */
    public byte[] next() throws IOException {
        line.reset();
        while (true) {
            if (at == end) {
                end = Math.max(in.read(buffer), 0);
                at = 0;
                if (end == 0) {
                    return atEnd();
                }
            }
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            line.write(buffer, from, at - from);
            if (line.size() > ArchiveLine.MAX_BYTES) {
                throw new ArchiveLine.Malformed("a line is longer than " + ArchiveLine.MAX_BYTES + " bytes");
            }
            if (at < end) {
                at++;
                return line.toByteArray();
            }
        }
    }

    private byte[] atEnd() throws ArchiveLine.Malformed {
        if (line.size() > 0) {
            throw new ArchiveLine.Malformed("the last line has no end");
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

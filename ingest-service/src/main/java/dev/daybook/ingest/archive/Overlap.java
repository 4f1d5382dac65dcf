package dev.daybook.ingest.archive;

import dev.daybook.events.archive.ArchiveLines;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Compares two objects of one key, which begin with the same record and may end with different ones. Pure. */
final class Overlap {
    private Overlap() {}

    /**
     * Why they disagree, or empty where the lines that both have are the same, byte for byte.
     *
     * @param ours whole
     * @param standing whatever the bucket has
     */
    static Optional<String> difference(byte[] ours, byte[] standing) {
        try (ArchiveLines mine = new ArchiveLines(ours);
                ArchiveLines theirs = new ArchiveLines(standing)) {
            for (long line = 1; ; line++) {
                byte[] my = mine.next();
                byte[] their = theirs.next();
                if (my == null || their == null) {
                    return Optional.empty();
                }
                if (!Arrays.equals(my, their)) {
                    return Optional.of("line " + line + " differs from what Kafka has");
                }
            }
        } catch (IOException torn) {
            return Optional.of("it is torn or altered: " + torn.getMessage());
        }
    }
}

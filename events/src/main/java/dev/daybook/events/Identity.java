package dev.daybook.events;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/** What makes two events the same event: who says so, and the id it gave. */
public record Identity(String source, String eventId) {

    /** Bytes of a record's key: 128 bits of SHA-256 leave two identities on one key out of reach even of a forger. */
    public static final int KEY_BYTES = 16;

    /**
     * The key of the event's record, {@value #KEY_BYTES} bytes: it spreads the events of any one store evenly over the
     * partitions and brings the same identity to the same partition always.
     */
    public byte[] key() {
        MessageDigest sha256 = Sha256.digest();
        sha256.update(source.getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) 0); // neither part can hold a control character, so no other pair gives these bytes
        sha256.update(eventId.getBytes(StandardCharsets.UTF_8));
        return Arrays.copyOf(sha256.digest(), KEY_BYTES);
    }
}

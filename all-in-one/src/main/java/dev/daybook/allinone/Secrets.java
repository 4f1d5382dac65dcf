package dev.daybook.allinone;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes the passwords and keys that the embedded parts share with the services. */
public final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    /** {@code bytes} random bytes in lower-case hex, which needs no quoting anywhere. */
    public static String randomHex(int bytes) {
        byte[] secret = new byte[bytes];
        RANDOM.nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }
}

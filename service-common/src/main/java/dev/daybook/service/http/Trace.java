package dev.daybook.service.http;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * What ties a request's log lines, answer and records together: the caller's own ids where they are well-formed, new ones
 * otherwise.
 *
 * @param requestId {@code X-Request-Id}, 1–64 letters, digits, dots, dashes or underscores
 * @param traceparent W3C Trace Context, version 00
 */
public record Trace(String requestId, String traceparent) {
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern TRACEPARENT =
            Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    static Trace of(String requestId, String traceparent) {
        return new Trace(
                requestId != null && REQUEST_ID.matcher(requestId).matches() ? requestId : randomHex(8),
                traceparent != null && TRACEPARENT.matcher(traceparent).matches()
                        ? traceparent
                        : "00-" + randomHex(16) + "-" + randomHex(8) + "-00");
    }

    public String traceId() {
        return traceparent.substring(3, 35);
    }

    private static String randomHex(int bytes) {
        byte[] random = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(random);
        random[0] |= 1; // an id of zeros only would be none
        return HexFormat.of().formatHex(random);
    }
}

package dev.daybook.service.http;

import java.time.Duration;

/**
 * What one HTTP server takes on.
 *
 * @param maxBodyBytes of one request
 * @param maxBodyBytesInFlight of all requests that are being read or answered; beyond it 503
 * @param maxConnections at a time; beyond them a new one is closed
 * @param workers threads that run handlers
 * @param maxQueued requests that wait for a worker; beyond them 503
 * @param readTimeout from a request's head to the end of its body, and from a connection to its first request
 * @param answerTimeout the longest that a handler may take; after it the answer is 503
 */
public record HttpLimits(
        int maxBodyBytes,
        long maxBodyBytesInFlight,
        int maxConnections,
        int workers,
        int maxQueued,
        Duration readTimeout,
        Duration answerTimeout) {

    static final int MAX_HEADER_BYTES = 8 * 1024;
    static final int MAX_REQUEST_LINE_BYTES = 4 * 1024;

    /** For services that are asked, not written to. */
    public static final HttpLimits QUERIES =
            new HttpLimits(64 * 1024, 8L * 1024 * 1024, 512, 8, 256, Duration.ofSeconds(15), Duration.ofSeconds(30));
}

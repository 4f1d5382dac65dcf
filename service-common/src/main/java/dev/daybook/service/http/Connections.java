package dev.daybook.service.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The connections of a service: no more than the limit at a time, and none that keeps its place without sending a request,
 * however slowly it drips the head of one. Thread-safe.
 */
final class Connections {
    /** Between two requests; longer than the 60 s of common load balancers, which must be the ones to close an idle connection. */
    static final Duration KEEP_ALIVE = Duration.ofSeconds(75);

    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final HttpLimits limits;
    /** Each open connection with the timer that closes it while it has no request under way. */
    private final Map<HttpConnection, Long> open = new ConcurrentHashMap<>();

    Connections(Vertx vertx, HttpLimits limits) {
        this.vertx = vertx;
        this.limits = limits;
    }

    /** What a server does with each connection that comes in; each server has the limit for itself. */
    Handler<HttpConnection> ofOneServer() {
        AtomicInteger count = new AtomicInteger();
        return connection -> {
            boolean tooMany = count.incrementAndGet() > limits.maxConnections();
            open.put(connection, NO_TIMER);
            connection.closeHandler(closed -> {
                stopTimer(connection);
                open.remove(connection);
                count.decrementAndGet();
            });
            if (tooMany) {
                connection.close();
            } else {
                closeAfter(connection, limits.readTimeout());
            }
        };
    }

    void requestBegan(HttpConnection connection) {
        stopTimer(connection);
    }

    void requestEnded(HttpConnection connection) {
        closeAfter(connection, KEEP_ALIVE);
    }

    private void closeAfter(HttpConnection connection, Duration wait) {
        stopTimer(connection);
        open.computeIfPresent(connection, (same, none) -> vertx.setTimer(wait.toMillis(), over -> connection.close()));
    }

    private void stopTimer(HttpConnection connection) {
        open.computeIfPresent(connection, (same, timer) -> {
            if (timer != NO_TIMER) {
                vertx.cancelTimer(timer);
            }
            return NO_TIMER;
        });
    }
}

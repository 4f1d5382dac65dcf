package dev.daybook.allinone.aws;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;

/**
 * Moves a request's body to another server, no faster than that takes it, until the other server has answered: S3Proxy
 * refuses a bad signature before it has read the body. What comes after the answer is read and dropped, so that the client
 * gets to read it. Confined to the event loop that both requests are on.
 */
final class BodyPump {
    private final HttpServerRequest from;
    private final HttpClientRequest to;
    private boolean stopped;

    BodyPump(HttpServerRequest from, HttpClientRequest to) {
        this.from = from;
        this.to = to;
    }

    void start() {
        from.handler(this::move);
        from.endHandler(end -> {
            if (!stopped) {
                to.end();
            }
        });
        from.exceptionHandler(broken -> {
            if (!stopped) {
                to.reset();
            }
        });
        to.exceptionHandler(broken -> stop());
        from.resume();
    }

    void stop() {
        stopped = true;
        if (!from.isEnded()) {
            from.resume();
        }
    }

    private void move(Buffer part) {
        if (stopped) {
            return;
        }
        to.write(part);
        if (to.writeQueueFull()) {
            from.pause();
            to.drainHandler(drained -> from.resume());
        }
    }
}

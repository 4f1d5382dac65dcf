package dev.daybook.service.http;

import io.micrometer.core.instrument.Timer;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One request from its head to its answer. Lives on its connection's event loop, but for the handler, which runs on a worker;
 * answers exactly once, and gives back what it took of the server's limits.
 */
final class Exchange {
    private static final Logger ACCESS = LoggerFactory.getLogger("dev.daybook.access");
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final Duration OVERLOAD_WAIT = Duration.ofSeconds(1);
    /** How long a client may go on sending a body that was refused, so that it gets to read the answer. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final Exchanges all;
    private final RoutingContext routing;
    private final Context loop;
    private final String route;
    private final Trace trace;
    private final long startedNanos = System.nanoTime();
    private final Buffer body = Buffer.buffer();
    private Caller caller;
    private long readTimer;
    private boolean dispatched;
    private boolean answered;
    private boolean finished;

    Exchange(Exchanges all, RoutingContext routing, String route) {
        this.all = all;
        this.routing = routing;
        this.loop = all.vertx().getOrCreateContext();
        this.route = route;
        HttpServerRequest request = routing.request();
        this.trace = Trace.of(request.getHeader("X-Request-Id"), request.getHeader("traceparent"));
        all.began();
        routing.response().closeHandler(gone -> abandon());
    }

    /** Reads the body within the limits, then lets the handler answer. */
    void read(Caller knownCaller, HttpHandler handler) {
        caller = knownCaller;
        HttpServerRequest request = routing.request();
        long declared = declaredLength(request);
        if (declared > all.limits().maxBodyBytes()) {
            answer(tooLarge());
            return;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        readTimer = all.vertx()
                .setTimer(
                        all.limits().readTimeout().toMillis(),
                        expired -> answer(new Problem(
                                        408,
                                        "request_timeout",
                                        "The body did not arrive within "
                                                + all.limits().readTimeout().toSeconds() + " s.")
                                .answer()));
        request.handler(this::onChunk).exceptionHandler(broken -> abandon()).endHandler(end -> {
            all.vertx().cancelTimer(readTimer);
            if (!answered) {
                dispatch(handler);
            }
        });
    }

    private static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException malformed) {
            return 0; // the HTTP codec refuses it
        }
    }

    private void onChunk(Buffer chunk) {
        if (answered) {
            return;
        }
        if (body.length() + chunk.length() > all.limits().maxBodyBytes()) {
            answer(tooLarge());
        } else if (!all.reserve(chunk.length())) {
            answer(overloaded("There are too many requests under way."));
        } else {
            body.appendBuffer(chunk);
        }
    }

    private Answer tooLarge() {
        return new Problem(
                        413,
                        "body_too_large",
                        "A body may have " + all.limits().maxBodyBytes() + " bytes; send it in parts.")
                .answer();
    }

    private static Answer overloaded(String why) {
        return new Problem(503, "overloaded", why + " Try again after the time in Retry-After.")
                .retryAfter(OVERLOAD_WAIT);
    }

    private void dispatch(HttpHandler handler) {
        Request request = request();
        try {
            all.workers().execute(() -> run(handler, request));
            dispatched = true;
        } catch (RejectedExecutionException full) {
            answer(overloaded("There are too many requests waiting."));
        }
    }

    private void run(HttpHandler handler, Request request) {
        MDC.put("request_id", trace.requestId());
        MDC.put("trace_id", trace.traceId());
        try {
            CompletionStage<Answer> stage = handler.handle(request);
            stage.whenComplete(
                    (answer, failure) -> loop.runOnContext(go -> answer(failure == null ? answer : failed(failure))));
        } catch (Exception failure) {
            loop.runOnContext(go -> answer(failed(failure)));
        } finally {
            MDC.clear();
        }
    }

    private Answer failed(Throwable failure) {
        LOG.atError()
                .addKeyValue("request_id", trace.requestId())
                .addKeyValue("trace_id", trace.traceId())
                .setCause(failure)
                .log("{}: {} failed", all.service(), route);
        return new Problem(
                        500,
                        "internal_error",
                        "Daybook failed to answer; its log says why under request id " + trace.requestId() + ".")
                .answer();
    }

    private Request request() {
        HttpServerRequest request = routing.request();
        Map<String, String> headers = new LinkedHashMap<>();
        request.headers().forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        Map<String, List<String>> query = new LinkedHashMap<>();
        routing.queryParams()
                .forEach((name, value) ->
                        query.computeIfAbsent(name, first -> new ArrayList<>(1)).add(value));
        return new Request(
                request.method().name(),
                request.path(),
                routing.pathParams(),
                query,
                headers,
                body.getBytes(),
                caller,
                trace);
    }

    /** Sends the answer, unless there was one already or nobody is left to read it. On the event loop only. */
    void answer(Answer answer) {
        if (answered) {
            return;
        }
        answered = true;
        all.vertx().cancelTimer(readTimer);
        HttpServerRequest request = routing.request();
        HttpServerResponse response = routing.response();
        if (response.closed()) {
            finish();
            return;
        }
        response.setStatusCode(answer.status())
                .putHeader("Content-Type", answer.contentType())
                .putHeader("X-Request-Id", trace.requestId())
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Cache-Control", "no-store");
        if (answer.contentType().startsWith("text/html")) {
            response.putHeader(
                            "Content-Security-Policy",
                            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
                    .putHeader("Referrer-Policy", "no-referrer");
        }
        answer.headers().forEach(response::putHeader);
        if (!request.isEnded()) {
            response.putHeader("Connection", "close");
            all.vertx().setTimer(LINGER.toMillis(), over -> request.connection().close());
        }
        response.end(Buffer.buffer(answer.body()));
        record(answer);
        finish();
    }

    private void record(Answer answer) {
        long nanos = System.nanoTime() - startedNanos;
        Timer.builder("http_server_requests")
                .tag("method", knownMethod())
                .tag("route", route)
                .tag("status", Integer.toString(answer.status()))
                .register(all.metrics().registry())
                .record(Duration.ofNanos(nanos));
        ACCESS.atInfo()
                .addKeyValue("request_id", trace.requestId())
                .addKeyValue("trace_id", trace.traceId())
                .addKeyValue("caller", caller == null ? "" : caller.id())
                .addKeyValue("method", knownMethod())
                .addKeyValue("route", route)
                .addKeyValue("status", answer.status())
                .addKeyValue("ms", nanos / 1_000_000)
                .log(all.service());
    }

    /** A label of a metric must not be a stranger's to choose. */
    private String knownMethod() {
        return switch (routing.request().method().name()) {
            case "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH" ->
                routing.request().method().name();
            default -> "OTHER";
        };
    }

    /** The client went away: there is nothing left to do, unless a worker still has the body. */
    private void abandon() {
        if (!dispatched && !answered) {
            answered = true;
            finish();
        }
    }

    /** Gives back the room and the place, once. */
    private void finish() {
        if (!finished) {
            finished = true;
            all.vertx().cancelTimer(readTimer);
            all.release(body.length());
            all.ended();
        }
    }
}

package dev.daybook.service.http;

import io.micrometer.core.instrument.Timer;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One request from its head to its answer. Lives on its connection's event loop, but for the handler, which runs on a worker;
 * answers exactly once, and gives back what it took of the server's limits once it is answered and no worker holds it.
 */
final class Exchange {
    private static final Logger ACCESS = LoggerFactory.getLogger("dev.daybook.access");
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final Duration OVERLOAD_WAIT = Duration.ofSeconds(1);
    /** How long a client may go on sending a body that was refused, so that it gets to read the answer. */
    private static final Duration LINGER = Duration.ofSeconds(2);
    /** Vert.x counts its timers from 0. */
    private static final long NO_TIMER = -1;

    /** Pages run no script but their own files, load nothing from elsewhere, and stand in nobody's frame. */
    private static final Map<String, String> PAGE_HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self';"
                    + " form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
            "Referrer-Policy",
            "no-referrer",
            "X-Frame-Options",
            "DENY",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()");

    private final Exchanges all;
    private final RoutingContext routing;
    private final Context loop;
    private final String route;
    private final Trace trace;
    private final long startedNanos = System.nanoTime();
    private Buffer body = Buffer.buffer();
    private long reserved;
    private Caller caller;
    private Optional<Session> session = Optional.empty();
    private String address;
    private UnaryOperator<Answer> problemPage = problem -> problem;
    private long timer = NO_TIMER;
    private boolean withWorker;
    private boolean answered;
    private boolean finished;

    Exchange(Exchanges all, RoutingContext routing, String route) {
        this.all = all;
        this.routing = routing;
        this.loop = all.vertx().getOrCreateContext();
        this.route = route;
        HttpServerRequest request = routing.request();
        this.trace = Trace.of(request.getHeader("X-Request-Id"), request.getHeader("traceparent"));
        all.began(routing.request().connection());
        routing.response().closeHandler(gone -> abandon());
    }

    /** Has what was wrong said by {@code page} in place of the problem itself. */
    void tellPeople(UnaryOperator<Answer> page) {
        problemPage = page;
    }

    /** Reads the body within the limits, then lets the handler answer. */
    void read(Caller knownCaller, Optional<Session> knownSession, String knownAddress, HttpHandler handler) {
        caller = knownCaller;
        session = knownSession;
        address = knownAddress;
        HttpServerRequest request = routing.request();
        long declared = declaredLength(request);
        if (declared > all.limits().maxBodyBytes()) {
            answer(tooLarge());
            return;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        startTimer(
                all.limits().readTimeout(),
                new Problem(
                        408,
                        "request_timeout",
                        "The body did not arrive within "
                                + all.limits().readTimeout().toSeconds() + " s."));
        request.handler(this::onChunk).exceptionHandler(broken -> abandon()).endHandler(end -> {
            if (!answered) {
                dispatch(handler);
            }
        });
    }

    private void startTimer(Duration limit, Problem problem) {
        stopTimer();
        timer = all.vertx().setTimer(limit.toMillis(), expired -> answer(problem.answer()));
    }

    private void stopTimer() {
        if (timer != NO_TIMER) {
            all.vertx().cancelTimer(timer);
            timer = NO_TIMER;
        }
    }

    /** The end of a request without a body may be noticed only after its answer; its connection is good for the next. */
    private static boolean announcesBody(HttpServerRequest request) {
        return declaredLength(request) > 0 || request.headers().contains("Transfer-Encoding");
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
        if (reserved + chunk.length() > all.limits().maxBodyBytes()) {
            answer(tooLarge());
        } else if (!all.reserve(chunk.length())) {
            answer(overloaded("There are too many requests under way."));
        } else {
            reserved += chunk.length();
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
        Request request;
        try {
            request = request();
        } catch (HttpException malformedQuery) {
            answer(Problem.badRequest("malformed_url", "The URL's query is malformed.")
                    .answer());
            return;
        }
        try {
            all.workers().execute(() -> run(handler, request));
        } catch (RejectedExecutionException full) {
            answer(overloaded("There are too many requests waiting."));
            return;
        }
        withWorker = true;
        startTimer(
                all.limits().answerTimeout(),
                new Problem(
                        503,
                        "answer_timeout",
                        "Daybook did not answer within "
                                + all.limits().answerTimeout().toSeconds()
                                + " s. Whether it did what was asked is not known."));
    }

    private void run(HttpHandler handler, Request request) {
        MDC.put("request_id", trace.requestId());
        MDC.put("trace_id", trace.traceId());
        try {
            handler.handle(request)
                    .whenComplete((answer, failure) -> loop.runOnContext(go -> handled(answer, failure)));
        } catch (Throwable failure) { // an Error as well, or its client would wait for good
            loop.runOnContext(go -> handled(null, failure));
        } finally {
            MDC.clear();
        }
    }

    private void handled(Answer answer, Throwable failure) {
        withWorker = false;
        if (failure != null) {
            answer(failed(failure));
        } else {
            answer(answer == null ? failed(new IllegalStateException("the handler has no answer")) : answer);
        }
        finish();
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
        byte[] bytes = body.getBytes();
        body = null; // the handler has its copy: one of the two is enough to keep until the answer
        return new Request(
                request.method().name(),
                request.path(),
                routing.pathParams(),
                query,
                headers,
                bytes,
                caller,
                trace,
                address,
                session);
    }

    /** Sends the answer, unless there was one already or nobody is left to read it. On the event loop only. */
    void answer(Answer answer) {
        if (answered) {
            return;
        }
        answered = true;
        stopTimer();
        try {
            record(answer);
            if (!routing.response().closed()) {
                send(answer.isProblem() ? problemPage.apply(answer) : answer);
            }
        } catch (RuntimeException unsendable) {
            LOG.error("{}: the answer of {} could not be sent", all.service(), route, unsendable);
            routing.request().connection().close();
        } finally {
            finish();
        }
    }

    private void send(Answer answer) {
        HttpServerRequest request = routing.request();
        HttpServerResponse response = routing.response();
        response.setStatusCode(answer.status())
                .putHeader("Content-Type", answer.contentType())
                .putHeader("X-Request-Id", trace.requestId())
                .putHeader("traceparent", trace.traceparent())
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Cache-Control", "no-store");
        if (answer.contentType().startsWith("text/html")) {
            PAGE_HEADERS.forEach(response::putHeader);
        }
        answer.headers().forEach(response::putHeader);
        if (announcesBody(request) && !request.isEnded()) {
            response.putHeader("Connection", "close");
            all.vertx().setTimer(LINGER.toMillis(), over -> request.connection().close());
        }
        response.end(Buffer.buffer(answer.body()));
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
        if (!withWorker) {
            answered = true;
            stopTimer();
            finish();
        }
    }

    /** Gives back the room and the place, once, and not while a worker still needs them. */
    private void finish() {
        if (!finished && !withWorker) {
            finished = true;
            body = null;
            all.release(reserved);
            all.ended(routing.request().connection());
        }
    }
}

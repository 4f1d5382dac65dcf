package dev.daybook.allinone.aws;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes S3 requests to the {@link S3Server}'s port and its answers back, both as streams with back-pressure, so a body of
 * any size takes a few buffers. The address and the headers that a signature covers, Host above all, arrive unchanged.
 */
final class S3Relay {
    private static final Logger LOG = LoggerFactory.getLogger(S3Relay.class);
    private static final int MAX_CONNECTIONS = 20;
    private static final int MAX_WAITING = 1_000;
    private static final int IDLE_SECONDS = 60;
    private static final int BAD_GATEWAY = 502;
    private static final long NO_ERROR = 0;
    /** They concern one connection (RFC 9110, 7.6.1); Expect is passed on by itself. */
    private static final List<String> NOT_PASSED_ON = List.of(
            "connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "expect");

    private final HttpClient client;
    private final int port;

    S3Relay(Vertx vertx, int port) {
        this.port = port;
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setIdleTimeout(IDLE_SECONDS)
                        .setIdleTimeoutUnit(TimeUnit.SECONDS)
                        .setDecompressionSupported(false),
                new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS).setMaxWaitQueueSize(MAX_WAITING));
    }

    void handle(HttpServerRequest request) {
        request.pause(); // or the body would be gone before the connection to S3Proxy is there
        RequestOptions target = new RequestOptions()
                .setMethod(request.method())
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI(request.uri())
                .setFollowRedirects(false);
        client.request(target)
                .compose(upstream -> forward(request, upstream))
                .compose(answer -> answerWith(request.response(), answer))
                .onFailure(failure -> fail(request, failure));
    }

    private static Future<HttpClientResponse> forward(HttpServerRequest request, HttpClientRequest upstream) {
        copy(request.headers(), upstream.headers());
        if (request.authority() != null) {
            upstream.authority(request.authority());
        }
        upstream.setChunked(request.headers().contains(HttpHeaders.TRANSFER_ENCODING));
        // A client that goes away must not leave S3Proxy holding a thread and a key's lock.
        request.response().closeHandler(gone -> upstream.reset(NO_ERROR, new ClientGone(null)));
        BodyPump body = new BodyPump(request, upstream);
        if (request.headers().contains(HttpHeaders.EXPECT)) {
            // Asked end to end: a body that S3Proxy refuses by its headers is then never sent.
            upstream.putHeader(HttpHeaders.EXPECT, HttpHeaders.CONTINUE);
            upstream.continueHandler(go -> {
                request.response().writeContinue();
                body.start();
            });
            upstream.writeHead();
        } else {
            body.start();
        }
        return upstream.response().onComplete(answered -> body.stop());
    }

    private static Future<Void> answerWith(HttpServerResponse response, HttpClientResponse answer) {
        response.setStatusCode(answer.statusCode());
        copy(answer.headers(), response.headers());
        response.setChunked(answer.headers().contains(HttpHeaders.TRANSFER_ENCODING));
        Future<Void> read = answer.end();
        return answer.pipe()
                .endOnFailure(false) // what ends it then is fail
                .to(response)
                .recover(failure -> Future.failedFuture(read.failed() ? failure : new ClientGone(failure)));
    }

    /** Says that a client closed its connection before it had the whole answer; nothing is wrong with S3. */
    private static final class ClientGone extends Exception {
        private static final long serialVersionUID = 1L;

        ClientGone(Throwable cause) {
            super("the client closed its connection", cause);
        }

        static boolean isCauseOf(Throwable failure) {
            return failure != null && (failure instanceof ClientGone || isCauseOf(failure.getCause()));
        }
    }

    private static void fail(HttpServerRequest request, Throwable failure) {
        if (ClientGone.isCauseOf(failure)) {
            LOG.debug("S3 request ended early: {}", failure.toString());
        } else {
            LOG.warn("S3 request failed: {}", failure.toString());
        }
        HttpServerResponse response = request.response();
        if (response.headWritten() || response.closed()) {
            request.connection().close(); // half an answer must not look like a whole one
        } else {
            // The rest of the request's body is not read, so the connection can't serve another.
            response.putHeader(HttpHeaders.CONNECTION, "close").setStatusCode(BAD_GATEWAY);
            response.end().onComplete(sent -> request.connection().close());
        }
    }

    private static void copy(MultiMap from, MultiMap to) {
        from.forEach((name, value) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                to.add(name, value);
            }
        });
    }
}

package dev.daybook.service.http;

import dev.daybook.service.PortTaken;
import dev.daybook.service.settings.WrongSettings;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts the HTTP servers of a service on one address, HTTP/1.1 only, with the limits on heads and idle connections. */
record Listener(Vertx vertx, String address, HttpLimits limits, Connections connections) {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    /**
     * Listens on a port.
     *
     * @param port 0 picks a free one
     * @param setting the setting that the port came from
     * @throws PortTaken where something else listens there
     * @throws WrongSettings where the address is none to listen on
     */
    HttpServer listen(int port, String setting, Router router) {
        HttpServer server = vertx.createHttpServer(options(port))
                .connectionHandler(connections.ofOneServer())
                .requestHandler(router);
        try {
            return server.listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(START_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw notListening(port, setting, e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("the HTTP server did not start within " + START_TIMEOUT, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the HTTP server started", e);
        }
    }

    private HttpServerOptions options(int port) {
        Duration idle = limits.answerTimeout().compareTo(Connections.KEEP_ALIVE) > 0
                ? limits.answerTimeout()
                : Connections.KEEP_ALIVE;
        return new HttpServerOptions()
                .setHost(address)
                .setPort(port)
                .setHttp2ClearTextEnabled(false)
                .setMaxHeaderSize(HttpLimits.MAX_HEADER_BYTES)
                .setMaxInitialLineLength(HttpLimits.MAX_REQUEST_LINE_BYTES)
                .setDecompressionSupported(false)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(Math.toIntExact(idle.toMillis()));
    }

    private RuntimeException notListening(int port, String setting, Throwable cause) {
        if (cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use")) {
            return new PortTaken(port, setting, cause);
        }
        if (cause instanceof SocketException || cause instanceof UnknownHostException) {
            return new WrongSettings(List.of(setting + " " + port + " and BIND_ADDRESS \"" + address
                    + "\" are nothing to listen on: " + cause.getMessage()));
        }
        return new IllegalStateException("the HTTP server did not start: " + cause.getMessage(), cause);
    }
}

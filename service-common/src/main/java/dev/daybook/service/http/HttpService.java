package dev.daybook.service.http;

import dev.daybook.service.Health;
import dev.daybook.service.Metrics;
import dev.daybook.service.PortTaken;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A running HTTP server with its routes, health and metrics. Every request but those for health needs a key that allows it; an
 * event loop only moves bytes, handlers run on a bounded number of workers. Closing lets the requests under way finish.
 */
public final class HttpService implements AutoCloseable {
    private static final int EVENT_LOOPS = 2;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final Exchanges exchanges;
    private final Health health;
    private final URI address;
    private final URI managementAddress;

    /**
     * Where a server listens.
     *
     * @param port 0 picks a free one
     * @param portSetting the setting that the port came from, for the message where it is taken
     * @param managementPort health and metrics alone; without one they are served beside the routes
     */
    public record Binding(String address, int port, String portSetting, OptionalInt managementPort) {}

    /** One route; {@code :name} in its path stands for one segment. */
    record Route(String method, String path, Access access, HttpHandler handler) {}

    /** What is served, in the order in which it was added. */
    public static final class Routes {
        private final List<Route> routes = new ArrayList<>();

        public Routes add(String method, String path, Access access, HttpHandler handler) {
            routes.add(new Route(method, path, access, handler));
            return this;
        }

        public Routes get(String path, Access access, HttpHandler.Blocking handler) {
            return add("GET", path, access, HttpHandler.blocking(handler));
        }

        List<Route> all() {
            return routes;
        }
    }

    private HttpService(Vertx vertx, Exchanges exchanges, Health health, URI address, URI managementAddress) {
        this.vertx = vertx;
        this.exchanges = exchanges;
        this.health = health;
        this.address = address;
        this.managementAddress = managementAddress;
    }

    /**
     * Starts to listen.
     *
     * @throws PortTaken where something else does on that port
     */
    public static HttpService start(
            String service,
            Binding binding,
            HttpLimits limits,
            ApiKeys keys,
            Health health,
            Metrics metrics,
            Routes routes) {
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(EVENT_LOOPS)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        Exchanges exchanges = new Exchanges(service, vertx, limits, keys, metrics);
        try {
            Router main = exchanges.router(routes);
            Router management = binding.managementPort().isPresent() ? exchanges.router(new Routes()) : main;
            exchanges.addManagement(management, health, metrics);
            int port = listen(vertx, limits, main, binding.address(), binding.port(), binding.portSetting());
            int managementPort = management == main
                    ? port
                    : listen(
                            vertx,
                            limits,
                            management,
                            binding.address(),
                            binding.managementPort().getAsInt(),
                            managementSetting(binding));
            return new HttpService(
                    vertx, exchanges, health, url(binding.address(), port), url(binding.address(), managementPort));
        } catch (RuntimeException e) {
            exchanges.close();
            vertx.close();
            throw e;
        }
    }

    private static String managementSetting(Binding binding) {
        return binding.portSetting().replace("_PORT", "_MANAGEMENT_PORT");
    }

    private static int listen(Vertx vertx, HttpLimits limits, Router router, String address, int port, String setting) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(address)
                .setPort(port)
                .setHttp2ClearTextEnabled(false)
                .setMaxHeaderSize(HttpLimits.MAX_HEADER_BYTES)
                .setMaxInitialLineLength(HttpLimits.MAX_REQUEST_LINE_BYTES)
                .setDecompressionSupported(false)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(Math.toIntExact(limits.answerTimeout().toMillis()));
        AtomicInteger connections = new AtomicInteger();
        HttpServer server = vertx.createHttpServer(options)
                .connectionHandler(connection -> {
                    if (connections.incrementAndGet() > limits.maxConnections()) {
                        connection.close();
                    }
                    connection.closeHandler(closed -> connections.decrementAndGet());
                })
                .requestHandler(router);
        try {
            return server.listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(START_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .actualPort();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BindException) {
                throw new PortTaken(port, setting, e.getCause());
            }
            throw new IllegalStateException(
                    "the HTTP server did not start: " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("the HTTP server did not start within " + START_TIMEOUT, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the HTTP server started", e);
        }
    }

    private static URI url(String address, int port) {
        String host = address.equals("0.0.0.0") || address.equals("::") ? "localhost" : address;
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }

    public URI address() {
        return address;
    }

    /** Where health and metrics are. */
    public URI managementAddress() {
        return managementAddress;
    }

    @Override
    public void close() {
        health.closing();
        try {
            exchanges.drain(DRAIN_TIMEOUT);
            vertx.close()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(DRAIN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the HTTP server did not close: " + e, e);
        } finally {
            exchanges.close();
        }
    }
}

package dev.daybook.service.http;

import dev.daybook.service.Health;
import dev.daybook.service.Metrics;
import dev.daybook.service.PortTaken;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running HTTP server with its routes, health and metrics. Every request but those for health needs a key that allows it;
 * beside the routes health tells anyone which parts are wrong, and only whoever shows a valid key why. An event loop only moves
 * bytes, handlers run on a bounded number of workers. Closing lets the requests under way finish.
 */
public final class HttpService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpService.class);
    private static final int EVENT_LOOPS = 2;
    /** What the requests under way get; longer than an append to Kafka may take. */
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    /** What {@link #close} may take, each of its steps at its limit; whoever ends the process has to leave it that. */
    public static final Duration LONGEST_CLOSE =
            DRAIN_TIMEOUT.plus(DRAIN_TIMEOUT.plus(CLOSE_TIMEOUT).multipliedBy(2));

    private final Vertx vertx;
    private final HttpServer server;
    private final Exchanges exchanges;
    private final Health health;
    private final URI address;
    private final URI managementAddress;

    /**
     * Where a server listens.
     *
     * @param port 0 picks a free one
     * @param portSetting the setting that the port came from, for the message where it is taken
     * @param managementPort health and metrics alone, the reasons of health for anyone; without one they are served beside the
     *     routes
     */
    public record Binding(String address, int port, String portSetting, OptionalInt managementPort) {

        /** {@code X_MANAGEMENT_PORT} where the port is {@code X_PORT}. */
        String managementPortSetting() {
            return portSetting.replaceFirst("PORT$", "MANAGEMENT_PORT");
        }
    }

    /** Who comes by a route, and so how they may show who they are. */
    enum Door {
        /** Programs, by key; browsers with a session may read. */
        API,
        /** People: a stranger is shown the sign-in page. */
        PAGE,
        /** Forms of the pages, by session alone. */
        FORM
    }

    /** One route; {@code :name} in its path stands for one segment. */
    record Route(String method, String path, Access access, Door door, HttpHandler handler) {}

    /** How browsers sign in. */
    record SignIn(Sessions sessions, String page) {}

    /** What is served, in the order in which it was added. */
    public static final class Routes {
        private final List<Route> routes = new ArrayList<>();
        private Optional<SignIn> signIn = Optional.empty();
        private Optional<ProblemPage> problemPage = Optional.empty();
        private TrustedProxies proxies = TrustedProxies.NONE;

        public Routes add(String method, String path, Access access, HttpHandler handler) {
            routes.add(new Route(method, path, access, Door.API, handler));
            return this;
        }

        /** A page for people. */
        public Routes page(String path, Access access, HttpHandler.Blocking handler) {
            routes.add(new Route("GET", path, access, Door.PAGE, HttpHandler.blocking(handler)));
            return this;
        }

        /** What a page's form is sent to, by POST; only forms of the session's own pages get through. */
        public Routes form(String path, Access access, Form.Handler handler) {
            routes.add(new Route("POST", path, access, Door.FORM, HttpHandler.blocking(Form.guarded(handler))));
            return this;
        }

        /** Has browsers sign in at {@code signInPage}, whose parameter {@code to} says where to go on. */
        public Routes withSessions(Sessions sessions, String signInPage) {
            this.signIn = Optional.of(new SignIn(sessions, signInPage));
            return this;
        }

        /** Has browsers that ask for a page, or send its form, read what was wrong in a page; programs get the problem. */
        public Routes withProblemPage(ProblemPage page) {
            this.problemPage = Optional.of(page);
            return this;
        }

        /** Has these say whom they heard from, for {@link Request#address()}. */
        public Routes behind(TrustedProxies trusted) {
            this.proxies = trusted;
            return this;
        }

        TrustedProxies proxies() {
            return proxies;
        }

        Optional<ProblemPage> problemPage() {
            return problemPage;
        }

        Optional<SignIn> signIn() {
            return signIn;
        }

        public Routes get(String path, Access access, HttpHandler.Blocking handler) {
            return add("GET", path, access, HttpHandler.blocking(handler));
        }

        List<Route> all() {
            return routes;
        }
    }

    private HttpService(
            Vertx vertx, HttpServer server, Exchanges exchanges, Health health, String host, int managementPort) {
        this.vertx = vertx;
        this.server = server;
        this.exchanges = exchanges;
        this.health = health;
        this.address = url(host, server.actualPort());
        this.managementAddress = url(host, managementPort);
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
            boolean apart = binding.managementPort().isPresent();
            Listener listener = new Listener(vertx, binding.address(), limits, exchanges.connections());
            HttpServer main = listener.listen(
                    binding.port(),
                    binding.portSetting(),
                    exchanges.router(
                            routes,
                            health,
                            metrics,
                            apart ? Exchanges.Management.ELSEWHERE : Exchanges.Management.BESIDE_ROUTES));
            int managementPort = main.actualPort();
            if (apart) {
                Router management = exchanges.router(new Routes(), health, metrics, Exchanges.Management.ALONE);
                managementPort = listener.listen(
                                binding.managementPort().getAsInt(), binding.managementPortSetting(), management)
                        .actualPort();
            }
            HttpService running = new HttpService(vertx, main, exchanges, health, binding.address(), managementPort);
            LOG.info("{} listens at {}", service, running.address());
            return running;
        } catch (RuntimeException e) {
            exchanges.close();
            vertx.close();
            throw e;
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
            // Takes no new connection, closes the idle ones, and each of the others after the request it is at.
            await(server.shutdown(DRAIN_TIMEOUT));
            exchanges.drain(DRAIN_TIMEOUT);
            await(vertx.close());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the HTTP server did not close: " + e, e);
        } finally {
            exchanges.close();
        }
    }

    private static void await(Future<?> closing) throws InterruptedException, ExecutionException, TimeoutException {
        closing.toCompletionStage()
                .toCompletableFuture()
                .get(DRAIN_TIMEOUT.plus(CLOSE_TIMEOUT).toMillis(), TimeUnit.MILLISECONDS);
    }
}

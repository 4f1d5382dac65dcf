package dev.daybook.service.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.service.Health;
import dev.daybook.service.Json;
import dev.daybook.service.Metrics;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** All requests of one server: who may send them, and what they may take of memory and workers. */
final class Exchanges implements AutoCloseable {
    private static final int MAX_EXCHANGES = Integer.MAX_VALUE;
    private static final String BASIC = "Basic ";
    private static final String BEARER = "Bearer ";
    /** Stands for a reason, to whoever shows no valid key. */
    private static final String WITHHELD = "show an API key to read why";

    /** Where a server has health and metrics. */
    enum Management {
        /** Not here: on a port of their own. */
        ELSEWHERE,
        /** Beside the routes, where strangers come by too. */
        BESIDE_ROUTES,
        /** Here and nothing else, where only operators get to. */
        ALONE
    }

    private final String service;
    private final Vertx vertx;
    private final HttpLimits limits;
    private final ApiKeys keys;
    private final Metrics metrics;
    private final ThreadPoolExecutor workers;
    private final AtomicLong bodyBytesInFlight = new AtomicLong();
    private final Semaphore underWay = new Semaphore(MAX_EXCHANGES);
    private final Connections connections;

    Exchanges(String service, Vertx vertx, HttpLimits limits, ApiKeys keys, Metrics metrics) {
        this.service = service;
        this.vertx = vertx;
        this.limits = limits;
        this.keys = keys;
        this.metrics = metrics;
        this.connections = new Connections(vertx, limits);
        AtomicInteger number = new AtomicInteger();
        this.workers = new ThreadPoolExecutor(
                limits.workers(),
                limits.workers(),
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(limits.maxQueued()),
                task -> new Thread(task, service + "-worker-" + number.getAndIncrement()));
        metrics.registry().gauge("http_server_body_bytes_in_flight", bodyBytesInFlight);
    }

    Router router(HttpService.Routes routes, Health health, Metrics shown, Management management) {
        Router router = Router.router(vertx);
        Map<String, Set<String>> methods = new LinkedHashMap<>();
        for (HttpService.Route route : routes.all()) {
            methods.computeIfAbsent(route.path(), path -> new LinkedHashSet<>()).add(route.method());
            router.route(HttpMethod.valueOf(route.method()), route.path())
                    .handler(context -> open(context, route, routes));
        }
        if (management != Management.ELSEWHERE) {
            addManagement(router, methods, health, shown, management);
        }
        methods.forEach((path, allowed) ->
                router.route(path).handler(context -> begin(context, path).answer(methodNotAllowed(allowed))));
        onError(router, 400, Problem.badRequest("malformed_url", "The URL is malformed."), routes);
        onError(router, 404, Problem.notFound("There is nothing here."), routes);
        return router;
    }

    private void onError(Router router, int status, Problem problem, HttpService.Routes routes) {
        router.errorHandler(status, context -> {
            Exchange exchange = begin(context, "none");
            HttpServerRequest request = context.request();
            Optional<Session> session = session(request, routes);
            tellPeople(exchange, request, routes, session.flatMap(Session::caller), session);
            exchange.answer(problem.answer());
        });
    }

    private static void tellPeople(
            Exchange exchange,
            HttpServerRequest request,
            HttpService.Routes routes,
            Optional<Caller> caller,
            Optional<Session> session) {
        if (wantsPage(request)) {
            Caller known = caller.orElse(Caller.STRANGER);
            routes.problemPage().ifPresent(page -> exchange.tellPeople(problem -> page.of(problem, known, session)));
        }
    }

    private static Answer methodNotAllowed(Set<String> allowed) {
        String methods = String.join(", ", allowed);
        return new Problem(405, "method_not_allowed", "This takes " + methods + ".")
                .answer()
                .with("Allow", methods);
    }

    private void addManagement(
            Router router, Map<String, Set<String>> methods, Health health, Metrics shown, Management management) {
        router.get("/health/live")
                .handler(context ->
                        begin(context, "/health/live").answer(live(health, mayKnowWhy(context.request(), management))));
        router.get("/health/ready")
                .handler(context -> begin(context, "/health/ready")
                        .answer(ready(health, mayKnowWhy(context.request(), management))));
        HttpHandler scrape = HttpHandler.blocking(request -> new Answer(
                200,
                "text/plain; version=0.0.4; charset=utf-8",
                shown.scrape().getBytes(StandardCharsets.UTF_8),
                Map.of()));
        HttpService.Route metricsRoute =
                new HttpService.Route("GET", "/metrics", Access.READ, HttpService.Door.API, scrape);
        router.get(metricsRoute.path()).handler(context -> open(context, metricsRoute, new HttpService.Routes()));
        for (String path : List.of("/health/live", "/health/ready", metricsRoute.path())) {
            methods.put(path, Set.of("GET"));
        }
    }

    /** Reasons hold what databases, brokers and AWS said: hosts, users, names of buckets. */
    private boolean mayKnowWhy(HttpServerRequest request, Management management) {
        return management == Management.ALONE
                || credentials(request).flatMap(keys::caller).isPresent();
    }

    private static Answer live(Health health, boolean withReasons) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        Optional<String> fatal = health.fatal();
        body.put("status", fatal.isEmpty() ? "live" : "failed");
        fatal.ifPresent(why -> body.put("detail", withReasons ? why : WITHHELD));
        return Answer.json(fatal.isEmpty() ? 200 : 503, body);
    }

    private static Answer ready(Health health, boolean withReasons) {
        Map<String, String> reasons = health.notReady();
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("status", reasons.isEmpty() ? "ready" : "not_ready");
        ObjectNode parts = body.putObject("not_ready");
        reasons.forEach((part, why) -> parts.put(part, withReasons ? why : WITHHELD));
        Map<String, String> alarms = health.alarms();
        if (!alarms.isEmpty()) {
            ObjectNode shown = body.putObject("alarms");
            alarms.forEach((part, why) -> shown.put(part, withReasons ? why : WITHHELD));
        }
        return Answer.json(reasons.isEmpty() ? 200 : 503, body);
    }

    private Exchange begin(RoutingContext context, String route) {
        return new Exchange(this, context, route);
    }

    private void open(RoutingContext context, HttpService.Route route, HttpService.Routes routes) {
        Exchange exchange = begin(context, route.path());
        HttpServerRequest request = context.request();
        Optional<Session> session = session(request, routes);
        Optional<Caller> caller = caller(request, route, session);
        if (route.door() != HttpService.Door.API) {
            tellPeople(exchange, request, routes, caller, session);
        }
        if (caller.isEmpty()) {
            exchange.answer(whoAreYou(request, route, routes.signIn()));
        } else if (route.access() != Access.ANYONE && !caller.get().may().contains(route.access())) {
            exchange.answer(new Problem(
                            403,
                            "forbidden",
                            "This key may not do that; it needs \""
                                    + route.access().name().toLowerCase(Locale.ROOT) + "\".")
                    .answer());
        } else {
            exchange.read(caller.get(), session, address(request, routes.proxies()), route.handler());
        }
    }

    private static String address(HttpServerRequest request, TrustedProxies proxies) {
        return proxies.client(
                request.remoteAddress().hostAddress(), request.headers().getAll(TrustedProxies.HEADER));
    }

    private static Optional<Session> session(HttpServerRequest request, HttpService.Routes routes) {
        return routes.signIn()
                .map(HttpService.SignIn::sessions)
                .flatMap(sessions -> Optional.ofNullable(request.getCookie(sessions.cookieName()))
                        .flatMap(cookie -> sessions.find(cookie.getValue())));
    }

    /** A cookie comes along unasked, so it is enough for reading and for forms, which carry their session's token. */
    private Optional<Caller> caller(HttpServerRequest request, HttpService.Route route, Optional<Session> session) {
        boolean isForm = route.door() == HttpService.Door.FORM;
        Optional<String> key = isForm ? Optional.empty() : credentials(request);
        boolean takesSession = isForm || request.method() == HttpMethod.GET;
        Optional<Caller> caller = key.isPresent()
                ? key.flatMap(keys::caller)
                : session.filter(shown -> takesSession).flatMap(Session::caller);
        return caller.isEmpty() && route.access() == Access.ANYONE ? Optional.of(Caller.STRANGER) : caller;
    }

    /** A person gets the sign-in page, a program the reason; a page that a key was shown to says so. */
    private static Answer whoAreYou(
            HttpServerRequest request, HttpService.Route route, Optional<HttpService.SignIn> signIn) {
        boolean isPerson = route.door() == HttpService.Door.FORM
                || (route.door() == HttpService.Door.PAGE
                        && credentials(request).isEmpty()
                        && wantsPage(request));
        if (isPerson && signIn.isPresent()) {
            String to = request.method() == HttpMethod.GET
                    ? "?to=" + URLEncoder.encode(request.uri(), StandardCharsets.UTF_8)
                    : "";
            return Answer.seeOther(signIn.get().page() + to);
        }
        return new Problem(
                        401,
                        "unauthenticated",
                        "Send a valid API key as \"Authorization: Bearer KEY\" or \"X-API-Key: KEY\".")
                .answer()
                .with("WWW-Authenticate", challenge(request));
    }

    private static boolean wantsPage(HttpServerRequest request) {
        String accept = request.getHeader("Accept");
        return accept != null && accept.contains("text/html");
    }

    /** Chromium gives up on a header with two schemes, and Basic alone makes it ask the person. */
    private static String challenge(HttpServerRequest request) {
        return request.method() == HttpMethod.GET
                ? "Basic realm=\"Daybook: any name, the API key as password\", charset=\"UTF-8\""
                : "Bearer";
    }

    /**
     * The key that a request shows. Browsers, which can't be told to send a header, may show it as a Basic password; for
     * reading only, because they would send it along with another site's form as well.
     */
    private static Optional<String> credentials(HttpServerRequest request) {
        String key = request.getHeader("X-API-Key");
        if (key != null) {
            return Optional.of(key);
        }
        String authorization = request.getHeader("Authorization");
        if (authorization == null) {
            return Optional.empty();
        }
        if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.of(authorization.substring(BEARER.length()).trim());
        }
        if (authorization.regionMatches(true, 0, BASIC, 0, BASIC.length()) && request.method() == HttpMethod.GET) {
            return basicPassword(authorization.substring(BASIC.length()).trim());
        }
        return Optional.empty();
    }

    private static Optional<String> basicPassword(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** Takes room for bytes of a body; false where there is none left. */
    boolean reserve(int bytes) {
        if (bodyBytesInFlight.addAndGet(bytes) <= limits.maxBodyBytesInFlight()) {
            return true;
        }
        bodyBytesInFlight.addAndGet(-bytes);
        return false;
    }

    void release(long bytes) {
        bodyBytesInFlight.addAndGet(-bytes);
    }

    void began(HttpConnection connection) {
        connections.requestBegan(connection);
        underWay.acquireUninterruptibly();
    }

    void ended(HttpConnection connection) {
        underWay.release();
        connections.requestEnded(connection);
    }

    Connections connections() {
        return connections;
    }

    String service() {
        return service;
    }

    Vertx vertx() {
        return vertx;
    }

    HttpLimits limits() {
        return limits;
    }

    Metrics metrics() {
        return metrics;
    }

    ThreadPoolExecutor workers() {
        return workers;
    }

    /** Waits until no request is under way, or the time is over. */
    void drain(Duration timeout) throws InterruptedException {
        if (underWay.tryAcquire(MAX_EXCHANGES, timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            underWay.release(MAX_EXCHANGES);
        }
    }

    @Override
    public void close() {
        workers.shutdown();
    }
}

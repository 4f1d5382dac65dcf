package dev.daybook.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.report.web.HealthPages.Ended;
import dev.daybook.report.web.HealthPages.Seen;
import dev.daybook.report.web.Trouble;
import dev.daybook.service.Health;
import dev.daybook.service.Json;
import dev.daybook.service.http.ServiceCalls;
import dev.daybook.service.settings.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every {@link #INTERVAL} at what this service and those beside it complain of, each instance of them where a name leads
 * to several, and remembers since when, as long as this process runs. Thread-safe.
 */
final class HealthWatch implements AutoCloseable {
    static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);
    /** From the question to the last byte of its answer. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(3);
    /** Far more than a service has to complain of. */
    static final int MAX_ANSWER_BYTES = 1024 * 1024;
    /** Of what is over. */
    private static final int MAX_ENDED = 50;
    /** Of one service: what comes from another process is not bounded by this one. */
    private static final int MAX_TROUBLES = 100;

    /** Of one name: each costs a look up to its time-out. */
    private static final int MAX_INSTANCES = 20;

    private static final int MAX_REASON = 500;
    private static final String OWN = "report";

    private final Health own;
    private final Map<String, URI> others;
    private final Names names;
    private final Clock clock;
    private final ServiceCalls calls;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "report-health"));
    private final Deque<Ended> ended = new ArrayDeque<>();
    private volatile Seen seen;

    private record Place(String service, String part, boolean keepsItFromReady) {}

    /** Finds the addresses of a name. */
    interface Names {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private HealthWatch(Health own, Map<String, URI> others, Secret serviceKey, Names names, Clock clock) {
        this.own = own;
        this.others = new TreeMap<>(others);
        this.calls = new ServiceCalls(serviceKey, MAX_ANSWER_BYTES);
        this.names = names;
        this.clock = clock;
        List<String> services = new ArrayList<>(List.of(OWN));
        services.addAll(this.others.keySet());
        this.seen = new Seen(services, null, List.of(), List.of());
    }

    /**
     * Starts to look.
     *
     * @param others where the services beside this one answer, by name
     * @param serviceKey what they are shown
     */
    static HealthWatch start(Health own, Map<String, URI> others, Secret serviceKey, Clock clock) {
        return start(own, others, serviceKey, InetAddress::getAllByName, clock);
    }

    /** As {@link #start(Health, Map, Secret, Clock)}, with the names looked up there. */
    static HealthWatch start(Health own, Map<String, URI> others, Secret serviceKey, Names names, Clock clock) {
        HealthWatch watch = new HealthWatch(own, others, serviceKey, names, clock);
        watch.thread.scheduleWithFixedDelay(watch::look, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    Seen seen() {
        return seen;
    }

    private void look() {
        try {
            List<Trouble> now = new ArrayList<>();
            Instant at = clock.instant();
            add(now, OWN, own.notReady(), true, at);
            add(now, OWN, own.alarms(), false, at);
            for (Map.Entry<String, URI> other : others.entrySet()) {
                askAll(now, other.getKey(), other.getValue(), at);
            }
            remember(now, at);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            LOG.warn("the look at the services' health failed, the next one is in {}", INTERVAL, failed);
        }
    }

    private void askAll(List<Trouble> now, String service, URI at, Instant when) throws InterruptedException {
        List<URI> instances = instances(at);
        for (URI instance : instances) {
            ask(now, instances.size() == 1 ? service : service + " at " + instance.getHost(), instance, when);
        }
    }

    /**
     * Where a name has several addresses, such as that of a headless service, each of them; of one family, since an instance
     * may have an address of either. A certificate is of the name, so by HTTPS that is asked as it is.
     */
    private List<URI> instances(URI at) {
        if (!at.getScheme().equals("http")) {
            return List.of(at);
        }
        try {
            List<InetAddress> addresses = List.of(names.addresses(at.getHost()));
            List<URI> instances = addresses.stream()
                    .filter(address -> address.getClass() == addresses.get(0).getClass())
                    .limit(MAX_INSTANCES)
                    .map(address -> withHost(at, address.getHostAddress()))
                    .toList();
            return instances.size() == 1 ? List.of(at) : instances;
        } catch (UnknownHostException unknown) {
            return List.of(at); // asking it says so
        }
    }

    private static URI withHost(URI at, String address) {
        String host = address.contains(":") ? "[" + address + "]" : address;
        String port = at.getPort() < 0 ? "" : ":" + at.getPort();
        return URI.create(at.getScheme() + "://" + host + port + at.getPath());
    }

    private void ask(List<Trouble> now, String service, URI at, Instant when) throws InterruptedException {
        try {
            ServiceCalls.Answer answer = calls.get(at, "/health/ready", ANSWER_TIMEOUT);
            JsonNode body = Json.MAPPER.readTree(answer.body());
            add(now, service, reasons(body.path("not_ready")), true, when);
            add(now, service, reasons(body.path("alarms")), false, when);
            if (body.path("status").isMissingNode() || answer.status() == 404) {
                String why = "it doesn’t tell its health there (" + answer.status() + "); has it a management port?";
                add(now, service, Map.of("health", why), false, when);
            }
        } catch (ServiceCalls.AnswerTooLong tooLong) {
            String why = "it doesn’t tell its health there: " + tooLong.getMessage();
            add(now, service, Map.of("health", why), false, when);
        } catch (IOException unreachable) {
            String why = "it can’t be reached: " + unreachable.getClass().getSimpleName();
            add(now, service, Map.of("service", why), true, when);
        }
    }

    private static Map<String, String> reasons(JsonNode parts) {
        Map<String, String> reasons = new TreeMap<>();
        parts.properties()
                .forEach(part -> reasons.put(part.getKey(), part.getValue().asText()));
        return reasons;
    }

    private static void add(
            List<Trouble> now, String service, Map<String, String> reasons, boolean keepsItFromReady, Instant at) {
        reasons.entrySet().stream()
                .limit(MAX_TROUBLES)
                .forEach(reason ->
                        now.add(new Trouble(service, reason.getKey(), cut(reason.getValue()), keepsItFromReady, at)));
    }

    private static String cut(String reason) {
        return reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON) + " …";
    }

    /** What was wrong at the last look has been since then; what is wrong no more has ended. */
    private void remember(List<Trouble> now, Instant at) {
        Map<Place, Trouble> before = new HashMap<>();
        seen.troubles().forEach(trouble -> before.put(place(trouble), trouble));
        List<Trouble> troubles = new ArrayList<>();
        for (Trouble trouble : now) {
            Trouble known = before.remove(place(trouble));
            troubles.add(
                    known == null
                            ? trouble
                            : new Trouble(
                                    trouble.service(),
                                    trouble.part(),
                                    trouble.reason(),
                                    trouble.keepsItFromReady(),
                                    known.since()));
        }
        before.values().forEach(over -> ended.addFirst(new Ended(over, at)));
        while (ended.size() > MAX_ENDED) {
            ended.removeLast();
        }
        seen = new Seen(seen.services(), at, List.copyOf(troubles), List.copyOf(ended));
    }

    private static Place place(Trouble trouble) {
        return new Place(trouble.service(), trouble.part(), trouble.keepsItFromReady());
    }

    @Override
    public void close() {
        List<Runnable> waiting = thread.shutdownNow();
        LOG.debug("{} looks at the services' health are left out", waiting.size());
    }
}

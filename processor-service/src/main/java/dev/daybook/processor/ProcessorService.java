package dev.daybook.processor;

import dev.daybook.events.stores.StoreCalendar;
import dev.daybook.events.stores.StoreRegistry;
import dev.daybook.processor.aggregate.OwnedPartitions;
import dev.daybook.processor.query.Calendar;
import dev.daybook.processor.query.CountedDaysRoutes;
import dev.daybook.processor.query.DayQuery;
import dev.daybook.processor.query.IdentityRoutes;
import dev.daybook.processor.query.OwnRows;
import dev.daybook.processor.query.QueryRoutes;
import dev.daybook.service.Health;
import dev.daybook.service.Lifecycle;
import dev.daybook.service.Metrics;
import dev.daybook.service.ServiceMain;
import dev.daybook.service.http.HttpLimits;
import dev.daybook.service.http.HttpService;
import dev.daybook.service.kafka.TopicFollower;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.streams.state.HostInfo;

/**
 * A running processor: it answers HTTP from the start, and is ready once its topology runs. It waits for a broker or topics that
 * are not there yet, and goes on by itself after an outage.
 */
public final class ProcessorService implements AutoCloseable {
    /** What {@link #close} may take, each of its steps at its limit. */
    public static final Duration LONGEST_CLOSE = HttpService.LONGEST_CLOSE.plus(DailySalesStreams.LONGEST_CLOSE);

    private static final String NAME = "processor";

    private final Lifecycle parts;
    private final HttpService http;

    private ProcessorService(Lifecycle parts, HttpService http) {
        this.parts = parts;
        this.http = http;
    }

    public static void main(String[] arguments) throws InterruptedException {
        ServiceMain.run(NAME, settings -> start(ProcessorConfig.from(settings), Clock.systemUTC()));
    }

    /**
     * Starts the service and returns when it listens.
     *
     * @throws dev.daybook.service.PortTaken where something else does on its port
     */
    public static ProcessorService start(ProcessorConfig config, Clock clock) {
        return Lifecycle.starting(NAME, parts -> {
            Metrics metrics = parts.add("metrics", new Metrics(NAME));
            Health health = new Health();
            OwnedPartitions owned = new OwnedPartitions();
            OwnRows own = new OwnRows(owned);
            // Added before the server, so closed after it: requests under way still find their stores.
            DailySalesStreams streams =
                    parts.add("topology", new DailySalesStreams(config, owned, health, metrics.registry()));
            health.add("topology", streams);
            DayQuery query = new DayQuery(streams, own, config.serviceApiKey());
            QueryRoutes routes = new QueryRoutes(
                    query,
                    own,
                    calendar(config, parts, health, clock),
                    streams,
                    new QueryRoutes.CutNames(
                            config.topics().events().name(),
                            config.topics().rejected().name(),
                            config.streams().applicationId()));
            IdentityRoutes identities = new IdentityRoutes(
                    streams, owned, config.serviceApiKey(), config.fold().dedupWindow());
            HttpService http = parts.add(
                    "http",
                    HttpService.start(
                            NAME,
                            config.http(),
                            HttpLimits.QUERIES,
                            config.apiKeys(),
                            health,
                            metrics,
                            new CountedDaysRoutes(query, own).addTo(identities.addTo(routes.routes()))));
            // The topology starts last: what it tells the other instances is the address that the server has got.
            streams.start(advertised(config, http));
            return new ProcessorService(parts, http);
        });
    }

    private static Calendar calendar(ProcessorConfig config, Lifecycle parts, Health health, Clock clock) {
        StoreRegistry registry = new StoreRegistry();
        TopicFollower follower = parts.add(
                "store registry",
                TopicFollower.start(
                        config.kafka(),
                        config.topics().stores().name(),
                        "daybook-processor-stores",
                        value -> registry.apply(value).complaint()));
        health.add("stores", follower);
        health.addAlarm("stores", registry::complaint);
        health.addAlarm("stores topic", follower::interruption);
        return new Calendar(
                () -> new StoreCalendar(registry.stores(), config.zone(), config.dayStartsAt()), follower, clock);
    }

    private static HostInfo advertised(ProcessorConfig config, HttpService http) throws UnknownHostException {
        if (config.advertisedUrl().isPresent()) {
            URI url = config.advertisedUrl().get();
            return new HostInfo(url.getHost(), url.getPort());
        }
        InetAddress bound = InetAddress.getByName(config.http().address());
        return new HostInfo(
                // A wildcard is no address that others can reach; on Kubernetes the host's own is the pod's.
                bound.isAnyLocalAddress()
                        ? InetAddress.getLocalHost().getHostAddress()
                        : http.address().getHost(),
                http.address().getPort());
    }

    /** Where it listens; the port is the one that it got where the configured one is 0. */
    public URI address() {
        return http.address();
    }

    @Override
    public void close() {
        parts.close();
    }
}

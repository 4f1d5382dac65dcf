package dev.daybook.ingest;

import dev.daybook.events.EventParser;
import dev.daybook.events.stores.StoreCalendar;
import dev.daybook.events.stores.StoreRegistry;
import dev.daybook.ingest.archive.Archiver;
import dev.daybook.ingest.receive.EventAppender;
import dev.daybook.ingest.receive.EventsHandler;
import dev.daybook.ingest.receive.KeyRate;
import dev.daybook.ingest.stores.StoreLog;
import dev.daybook.ingest.stores.StoresApi;
import dev.daybook.service.Health;
import dev.daybook.service.Lifecycle;
import dev.daybook.service.Metrics;
import dev.daybook.service.ServiceMain;
import dev.daybook.service.http.Access;
import dev.daybook.service.http.ApiKeys;
import dev.daybook.service.http.HttpService;
import dev.daybook.service.http.HttpService.Routes;
import dev.daybook.service.kafka.TopicFollower;
import java.net.URI;
import java.time.Clock;

/**
 * The ingest service: what it answers 202 is durable in Kafka. It starts without Kafka, says so in its readiness, and takes
 * events once Kafka is there; closing lets the requests under way finish.
 */
public final class IngestService implements AutoCloseable {
    private static final String NAME = "ingest";

    private final Lifecycle parts;
    private final HttpService http;

    private IngestService(Lifecycle parts, HttpService http) {
        this.parts = parts;
        this.http = http;
    }

    public static void main(String[] args) throws InterruptedException {
        ServiceMain.run(NAME, settings -> start(IngestConfig.from(settings), Clock.systemUTC()));
    }

    /**
     * Starts the service.
     *
     * @throws dev.daybook.service.settings.WrongSettings where the file of API keys is wrong
     * @throws dev.daybook.service.PortTaken where its port is
     */
    public static IngestService start(IngestConfig config, Clock clock) {
        return Lifecycle.starting(NAME, parts -> {
            ApiKeys keys = ApiKeys.load(config.apiKeysFile(), config.apiKeyPepper(), config.serviceApiKey());
            Health health = new Health();
            Metrics metrics = parts.add("metrics", new Metrics(NAME));
            config.archive()
                    .ifPresent(archive -> parts.add("archiver", Archiver.start(archive, health, metrics, clock)));
            Routes routes = config.roles().contains(IngestConfig.Role.API)
                    ? receive(config, clock, parts, health, metrics)
                    : new Routes();
            HttpService http = parts.add(
                    "http", HttpService.start(NAME, config.binding(), config.http(), keys, health, metrics, routes));
            return new IngestService(parts, http);
        });
    }

    private static Routes receive(IngestConfig config, Clock clock, Lifecycle parts, Health health, Metrics metrics) {
        EventAppender appender = parts.add(
                "event appender",
                EventAppender.start(config.kafka(), config.topics(), config.bufferBytes(), metrics.registry()));
        health.add("kafka", appender::outage);
        StoreRegistry registry = new StoreRegistry();
        StoreLog storeLog = parts.add("store log", new StoreLog(config.kafka(), config.topics(), registry));
        TopicFollower follower = parts.add(
                "store registry",
                TopicFollower.start(
                        config.kafka(), config.topics().stores().name(), "daybook-ingest-stores", storeLog));
        health.add("stores", follower);
        health.addAlarm("stores", registry::complaint);
        health.addAlarm("stores topic", follower::interruption);
        EventsHandler events = new EventsHandler(
                new EventParser(config.events()),
                appender,
                config.topics(),
                () -> new StoreCalendar(registry.stores(), config.zone(), config.dayStartsAt()),
                follower,
                new KeyRate(config.keyRate(), config.events().maxEvents()),
                metrics.registry(),
                clock);
        Routes routes = new Routes().add("POST", "/v1/events", Access.WRITE, events);
        return new StoresApi(registry, storeLog, follower, appender::outage, clock).addTo(routes);
    }

    public URI address() {
        return http.address();
    }

    /** Where health and metrics are. */
    public URI managementAddress() {
        return http.managementAddress();
    }

    @Override
    public void close() {
        parts.close();
    }
}

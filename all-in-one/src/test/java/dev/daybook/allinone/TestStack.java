package dev.daybook.allinone;

import dev.daybook.allinone.broker.EmbeddedBroker;
import dev.daybook.ingest.IngestConfig;
import dev.daybook.ingest.IngestService;
import dev.daybook.processor.ProcessorConfig;
import dev.daybook.processor.ProcessorService;
import dev.daybook.report.ReportConfig;
import dev.daybook.report.ReportService;
import dev.daybook.service.Lifecycle;
import dev.daybook.service.objects.ObjectStore;
import dev.daybook.service.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The embedded neighbours on free ports, and as many of each service as a test wants; the broker can be stopped and started
 * alone. What a test started and didn't end itself ends with the stack.
 */
public final class TestStack implements AutoCloseable {
    private final Lifecycle parts;
    private final AllInOneConfig config;
    private final Neighbours neighbours;
    private final HomeKeys keys;
    private final Map<String, String> settings;
    private EmbeddedBroker broker;
    private int services;

    private TestStack(
            Lifecycle parts,
            AllInOneConfig config,
            Neighbours neighbours,
            HomeKeys keys,
            Map<String, String> settings) {
        this.parts = parts;
        this.config = config;
        this.neighbours = neighbours;
        this.keys = keys;
        this.settings = settings;
        this.broker = neighbours.broker();
    }

    public static TestStack start(Path home, Map<String, String> given) {
        Map<String, String> settings = new HashMap<>(given);
        settings.put("DAYBOOK_HOME", home.toString());
        for (String port :
                new String[] {"INGEST_PORT", "PROCESSOR_PORT", "REPORT_PORT", "AWS_PORT", "KAFKA_PORT", "DB_PORT"}) {
            settings.putIfAbsent(port, "0");
        }
        AllInOneConfig config = AllInOneConfig.from(Settings.of(settings));
        return Lifecycle.starting("stack", parts -> {
            HomeKeys keys = HomeKeys.of(mkdir(config.home()), Optional.empty());
            return new TestStack(parts, config, Neighbours.start(config, Clock.systemUTC(), parts), keys, settings);
        });
    }

    private static Path mkdir(Path folder) throws java.io.IOException {
        return java.nio.file.Files.createDirectories(folder);
    }

    private ServiceSettings serviceSettings() {
        return new ServiceSettings(settings, config, keys, neighbours);
    }

    public IngestService ingest(Map<String, String> more) throws InterruptedException {
        IngestService service = parts.add(
                "ingest", IngestService.start(serviceSettings().read(IngestConfig::from, more), Clock.systemUTC()));
        Readiness.await(Map.of("ingest", service.address()), keys.serviceKey());
        return service;
    }

    /** Another processor, as an instance of its own. */
    public ProcessorService processor(Map<String, String> more) throws InterruptedException {
        ProcessorService service = parts.add(
                "processor",
                ProcessorService.start(
                        serviceSettings().read(ProcessorConfig::from, instance(more)), Clock.systemUTC()));
        Readiness.await(Map.of("processor", service.address()), keys.serviceKey());
        return service;
    }

    public ReportService report(URI processor, Map<String, String> more) throws InterruptedException {
        Map<String, String> all = new HashMap<>(more);
        all.put("PROCESSOR_URL", processor.toString());
        ReportService service = parts.add(
                "report", ReportService.start(serviceSettings().read(ReportConfig::from, all), Clock.systemUTC()));
        Readiness.await(Map.of("report", service.address()), keys.serviceKey());
        return service;
    }

    /** The environment of a service that a test runs as a process of its own. */
    public Map<String, String> environment(Map<String, String> more) {
        return serviceSettings().environment(instance(more));
    }

    private Map<String, String> instance(Map<String, String> more) {
        services++;
        Map<String, String> all = new HashMap<>(more);
        all.putIfAbsent("PROCESSOR_INSTANCE_ID", "instance-" + services);
        all.putIfAbsent(
                "PROCESSOR_STATE_DIR",
                config.home().resolve("streams-" + services).toString());
        return all;
    }

    /** The same API key for all services of the stack. */
    public String apiKey() {
        return keys.apiKey().reveal();
    }

    /** What the services show each other. */
    public String serviceApiKey() {
        return keys.serviceKey().reveal();
    }

    /** A file that a report service has stored. */
    public Optional<byte[]> object(String key) {
        ReportConfig config = serviceSettings().read(ReportConfig::from, Map.of());
        try (ObjectStore store = new ObjectStore(config.aws().s3(), config.aws().bucket())) {
            return store.get(key);
        }
    }

    /** What a query of the ledger counts. */
    public long rows(String query) throws SQLException {
        var ledger = serviceSettings().read(ReportConfig::from, Map.of()).database();
        try (Connection connection = DriverManager.getConnection(
                        ledger.url(), ledger.user(), ledger.password().reveal());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    public URI aws() {
        return neighbours.aws().endpoint();
    }

    public String bootstrapServers() {
        return neighbours.broker().bootstrapServers();
    }

    public void stopBroker() {
        broker.close();
    }

    /** On the port and data that it had. */
    public void startBroker() {
        broker = parts.add(
                "broker, again",
                EmbeddedBroker.start(
                        config.home().resolve("kafka"),
                        new ListenAddress(
                                config.bindAddress(), neighbours.broker().port(), "KAFKA_PORT"),
                        failure -> {}));
    }

    @Override
    public void close() {
        parts.close();
    }
}

package dev.daybook.allinone;

import dev.daybook.allinone.database.DatabaseAccount;
import dev.daybook.ingest.IngestConfig;
import dev.daybook.ingest.IngestService;
import dev.daybook.processor.ProcessorConfig;
import dev.daybook.processor.ProcessorService;
import dev.daybook.report.ReportConfig;
import dev.daybook.report.ReportService;
import dev.daybook.report.source.ShopDatabaseConfig;
import dev.daybook.service.Lifecycle;
import dev.daybook.service.settings.Secret;
import dev.daybook.service.settings.Settings;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Everything in one process, on real parts: once {@link #start} returns, all of it is ready. Its state outlives it, however it
 * ends. Several can run in one JVM on homes and ports of their own. Thread-safe; closing twice closes once.
 */
public final class AllInOne implements AutoCloseable {
    private final AllInOneConfig config;
    private final Secret apiKey;
    private final Addresses addresses;
    private final Neighbours neighbours;
    private final Lifecycle parts;

    private AllInOne(
            AllInOneConfig config, Secret apiKey, Addresses addresses, Neighbours neighbours, Lifecycle parts) {
        this.config = config;
        this.apiKey = apiKey;
        this.addresses = addresses;
        this.neighbours = neighbours;
        this.parts = parts;
    }

    /**
     * Starts all parts, and returns once they are ready.
     *
     * @param environment the settings of the all-in-one and of the services, by name
     * @param progress is told a line about each step
     * @throws dev.daybook.service.settings.WrongSettings with everything that is wrong with the settings
     * @throws dev.daybook.service.PortTaken where a port is; nothing is left running
     * @throws FolderInUse where another process has the home
     */
    public static AllInOne start(Map<String, String> environment, Clock clock, Consumer<String> progress) {
        return start(environment, clock, progress, shop -> Map.of());
    }

    /**
     * As {@link #start(Map, Clock, Consumer)}, for the demo.
     *
     * @param shopSettings what the report service is told of the embedded shop's database, unless the environment has a shop
     */
    static AllInOne start(
            Map<String, String> environment,
            Clock clock,
            Consumer<String> progress,
            Function<DatabaseAccount, Map<String, String>> shopSettings) {
        Settings settings = Settings.of(environment);
        AllInOneConfig config = AllInOneConfig.from(settings);
        return Lifecycle.starting("daybook", parts -> {
            parts.add("home", FolderLock.of(config.home()));
            Addresses.remove(config.home());
            HomeKeys keys = HomeKeys.of(config.home(), config.presetApiKey());
            ServiceSettings.check(environment, config, keys, settings.errors());
            progress.accept("Starting broker, database, S3 and SNS …");
            Neighbours neighbours = Neighbours.start(config, clock, parts);
            progress.accept("Starting the services …");
            Map<String, String> shop =
                    settings.find(ShopDatabaseConfig.SHOP_DB_URL).isPresent()
                            ? Map.of()
                            : neighbours.shop().map(shopSettings).orElse(Map.of());
            Addresses addresses = services(
                    new ServiceSettings(ServiceSettings.over(environment, shop), config, keys, neighbours),
                    neighbours,
                    keys.serviceKey(),
                    clock,
                    parts);
            addresses.write(config.home());
            parts.add("addresses", () -> Addresses.remove(config.home()));
            return new AllInOne(config, keys.apiKey(), addresses, neighbours, parts);
        });
    }

    private static Addresses services(
            ServiceSettings settings, Neighbours neighbours, Secret serviceKey, Clock clock, Lifecycle parts)
            throws InterruptedException {
        ProcessorService processor = parts.add(
                "processor-service", ProcessorService.start(settings.read(ProcessorConfig::from, Map.of()), clock));
        IngestService ingest =
                parts.add("ingest-service", IngestService.start(settings.read(IngestConfig::from, Map.of()), clock));
        ReportService report = parts.add(
                "report-service",
                ReportService.start(
                        settings.read(
                                ReportConfig::from,
                                Map.of(
                                        "PROCESSOR_URL",
                                        processor.address().toString(),
                                        "INGEST_URL",
                                        ingest.managementAddress().toString())),
                        clock));
        Readiness.await(
                Map.of(
                        "ingest-service", ingest.address(),
                        "processor-service", processor.address(),
                        "report-service", report.address()),
                serviceKey);
        return new Addresses(
                ingest.address(),
                processor.address(),
                report.address(),
                neighbours.aws().endpoint(),
                neighbours.broker().bootstrapServers(),
                neighbours.database().jdbcUrl());
    }

    public AllInOneConfig config() {
        return config;
    }

    /** The key that may write, read and operate. */
    public Secret apiKey() {
        return apiKey;
    }

    public Addresses addresses() {
        return addresses;
    }

    Neighbours neighbours() {
        return neighbours;
    }

    /** What a person can do now, and where. */
    String welcome() {
        return """
                Daybook is up; Ctrl-C ends it, its state stays in %s

                  post events    %s/v1/events
                  live figures   %s/v1/daily-sales?date=YYYY-MM-DD
                  reports        %s/   (sign in with the API key)
                  inbox          %s/inbox
                  API key        %s
                """.formatted(
                        config.home(),
                        addresses.ingest(),
                        addresses.processor(),
                        addresses.report(),
                        addresses.aws(),
                        apiKey.reveal());
    }

    @Override
    public void close() {
        parts.close();
    }
}

package dev.daybook.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.lifecycle.Startables;

/**
 * Every service in a container of its own from its image, set up as deploy/k8s has them: names that stay, no leave from the
 * group at an orderly end, a standby, volumes. Tills sell meanwhile; what they were acknowledged is compared with the figures
 * and the report in the end.
 */
final class Fleet implements AutoCloseable {
    static final int PARTITIONS = 6;
    private static final int TILLS = 2;
    private static final int INGEST_PORT = 8080;
    private static final int PROCESSOR_PORT = 8081;
    private static final int REPORT_PORT = 8082;
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final String date = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
    private final Installation installation;
    private final Map<String, String> processorSettings;
    private final ExecutorService counter = Executors.newFixedThreadPool(TILLS);
    private final List<Till> tills = new ArrayList<>();
    private final List<Future<Map<String, Till.Takings>>> selling = new ArrayList<>();

    Fleet(Path folder, Map<String, String> processorSettings) {
        this.processorSettings = processorSettings;
        this.installation = Installation.startForContainers(folder, PARTITIONS).withDatabase();
    }

    Part broker() {
        return Part.neighbour("kafka", installation.broker());
    }

    Part aws() {
        return Part.neighbour("aws", installation.aws());
    }

    Part database() {
        return Part.database(installation.database());
    }

    Part ingest(String name, String role) {
        return service(
                name,
                ContainerImages.INGEST,
                INGEST_PORT,
                "/var/lib/daybook",
                Map.of("INGEST_ROLES", role, "ARCHIVE_INSTANCE_ID", name, "ARCHIVE_FLUSH_AFTER", "2s"));
    }

    Part processor(String name) {
        Map<String, String> settings = new HashMap<>(processorSettings);
        settings.put("PROCESSOR_INSTANCE_ID", name);
        settings.put("PROCESSOR_ADVERTISED_URL", processorUrl(name));
        return service(name, ContainerImages.PROCESSOR, PROCESSOR_PORT, "/var/lib/daybook/processor", settings);
    }

    /** @param processor the name of the one that it asks */
    Part report(String name, String processor) {
        Map<String, String> settings = new HashMap<>(installation.databaseSettings(Way.FROM_IMAGE));
        settings.put("REPORT_BUCKET", "daybook");
        settings.put("REPORT_TOPIC_ARN", "arn:aws:sns:eu-west-1:000000000000:daybook-reports");
        settings.put("PROCESSOR_URL", processorUrl(processor));
        return service(name, ContainerImages.REPORT, REPORT_PORT, "/var/lib/daybook", settings);
    }

    private static String processorUrl(String name) {
        return "http://" + name + ":" + PROCESSOR_PORT;
    }

    private Part service(String name, String image, int port, String state, Map<String, String> settings) {
        GenericContainer<?> container = installation.container(image, port, state, settings);
        container.withNetworkAliases(name).withEnv("LOG_FORMAT", "console");
        return Part.service(name, container, port);
    }

    /** Starts them side by side and returns once all are healthy. */
    void start(Part... parts) {
        Startables.deepStart(Stream.of(parts).map(Part::container)).join();
        for (Part part : parts) {
            part.find();
        }
    }

    /** Starts tills that send to the doors in turn, so that a try after a failure meets another one. */
    void sell(Part... doors) {
        AtomicInteger turn = new AtomicInteger();
        for (int i = 0; i < TILLS; i++) {
            Till till = new Till(
                    "till-" + i, date, i, () -> doors[Math.floorMod(turn.getAndIncrement(), doors.length)].caller());
            tills.add(till);
            selling.add(counter.submit(till));
        }
    }

    /** Waits until so many more sales were acknowledged. */
    void awaitSales(int more) {
        int enough = sent() + more;
        await("load").atMost(LIMIT).until(() -> goesOn() && sent() >= enough);
    }

    /** Waits until each till was told once more that it should try again. */
    void awaitEachTurnedAway() {
        List<Integer> before = tills.stream().map(Till::turnedAway).toList();
        await("the tills are turned away").atMost(LIMIT).until(() -> {
            boolean each = goesOn();
            for (int i = 0; i < tills.size(); i++) {
                each &= tills.get(i).turnedAway() > before.get(i);
            }
            return each;
        });
    }

    private int sent() {
        return tills.stream().mapToInt(Till::sent).sum();
    }

    /** A till that ended by itself met what no till should. */
    private boolean goesOn() throws Exception {
        for (Future<Map<String, Till.Takings>> till : selling) {
            if (till.isDone()) {
                till.get();
            }
        }
        return true;
    }

    /** How many partitions the processor has itself. */
    static long owned(Part processor) throws IOException, InterruptedException {
        return processor
                .caller()
                .get("/metrics")
                .text()
                .lines()
                .filter(line -> line.matches("daybook_processor_partitions[{ ].*"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until the processors have all partitions, shared as the test wants them. */
    static void awaitOwned(String what, List<Part> processors, Predicate<Long> each) {
        await(what).atMost(LIMIT).until(() -> {
            long all = 0;
            boolean asWanted = true;
            for (Part processor : processors) {
                long owned = owned(processor);
                all += owned;
                asWanted &= each.test(owned);
            }
            return all == PARTITIONS && asWanted;
        });
    }

    /** Lets the tills finish; then the live figures are what they were acknowledged, to the penny. */
    Map<String, Till.Takings> assertFiguresAreTheLedger(Part processor) throws Exception {
        tills.forEach(Till::close);
        Map<String, Till.Takings> ledger = new HashMap<>();
        for (Future<Map<String, Till.Takings>> till : selling) {
            till.get(LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .forEach((store, takings) -> ledger.merge(store, takings, Till.Takings::plus));
        }
        JsonNode figures = await("the day is processed")
                .atMost(LIMIT)
                .until(
                        () -> processor.caller().get("/v1/daily-sales?date=" + date),
                        answer -> answer.status() == 200
                                && answer.json().path("complete").asBoolean())
                .json();
        assertThat(takings(figures)).isEqualTo(ledger);
        return ledger;
    }

    /** The day's report is COMPLETE, its equation holds, and its figures are the ledger's. */
    void assertReportIsTheLedger(Part service, Map<String, Till.Takings> ledger)
            throws IOException, InterruptedException {
        HttpCaller.Answer run = service.caller().post("/v1/reports/" + date + "/runs?wait=60", "application/json", "");
        assertThat(run.status()).as(run.text()).isEqualTo(200);
        JsonNode report = service.caller().get("/v1/reports/" + date).json();
        assertThat(report.path("status").asText()).as(report.toString()).isEqualTo("COMPLETE");
        assertThat(takings(report.path("sales"))).isEqualTo(ledger);
        JsonNode accounting = report.path("accounting");
        long orders = ledger.values().stream().mapToLong(Till.Takings::orders).sum();
        assertThat(accounting.path("counted").asLong()).isEqualTo(orders);
        assertThat(accounting.path("received").asLong())
                .isEqualTo(orders + accounting.path("duplicate").asLong());
    }

    private static Map<String, Till.Takings> takings(JsonNode sales) {
        Map<String, Till.Takings> takings = new HashMap<>();
        for (JsonNode store : sales.path("stores")) {
            takings.put(
                    store.path("store_id").asText(),
                    new Till.Takings(
                            store.path("orders").asLong(),
                            store.path("units_sold").asLong(),
                            pence(store.path("net")),
                            pence(store.path("tax"))));
        }
        return takings;
    }

    private static long pence(JsonNode pounds) {
        return new BigDecimal(pounds.asText()).movePointRight(2).longValueExact();
    }

    @Override
    public void close() {
        tills.forEach(Till::close);
        counter.shutdownNow();
        installation.close();
    }
}

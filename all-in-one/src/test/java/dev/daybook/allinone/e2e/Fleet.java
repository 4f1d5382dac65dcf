package dev.daybook.allinone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.allinone.TestStack;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * Every service as a process of its own, set up as deploy/k8s has them: names that stay, no leave from the group at an orderly
 * end, a standby. Tills sell meanwhile; what they were acknowledged is compared with the figures and the report in the end.
 */
final class Fleet implements AutoCloseable {
    static final int PARTITIONS = 6;
    private static final int TILLS = 2;
    private static final Duration LIMIT = Duration.ofSeconds(240);
    private static final String DATE =
            LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();

    private final TestStack stack;
    private final Path folder;
    private final Map<String, String> processorSettings;
    private final List<ServiceProcess> processes = new ArrayList<>();
    private final List<Till> tills = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    Fleet(Path folder, Map<String, String> processorSettings) {
        this.folder = folder;
        this.processorSettings = processorSettings;
        this.stack = TestStack.start(folder.resolve("home"), Map.of("TOPIC_PARTITIONS", Integer.toString(PARTITIONS)));
    }

    ServiceProcess ingest(String name, String role) throws IOException {
        return started(ServiceProcess.ingest(stack, folder, name, role));
    }

    ServiceProcess processor(String name) throws IOException {
        return started(ServiceProcess.processor(stack, folder, name, processorSettings));
    }

    ServiceProcess report(String name, ServiceProcess processor) throws IOException {
        return started(ServiceProcess.report(stack, folder, name, processor.address()));
    }

    private ServiceProcess started(ServiceProcess process) {
        processes.add(process);
        process.awaitReady();
        return process;
    }

    DaybookClient client(ServiceProcess ingest, ServiceProcess processor, ServiceProcess report) {
        ObjectNode addresses = DaybookClient.json().createObjectNode();
        addresses.put("ingest", ingest.address().toString());
        addresses.put("processor", processor.address().toString());
        addresses.put("report", report == null ? "" : report.address().toString());
        return new DaybookClient(addresses, stack.apiKey());
    }

    /** Starts tills that send to the doors in turn, so that a try after a failure meets another one. */
    void sell(List<DaybookClient> doors) {
        AtomicInteger turn = new AtomicInteger();
        Supplier<DaybookClient> next = () -> doors.get(Math.floorMod(turn.getAndIncrement(), doors.size()));
        for (int i = 0; i < TILLS; i++) {
            Till till = new Till("till-" + i, DATE, i, next);
            tills.add(till);
            Thread thread = new Thread(till, "till-" + i);
            thread.start();
            threads.add(thread);
        }
    }

    /** Waits until so many more sales were acknowledged. */
    void awaitSales(int more) {
        int enough = sent() + more;
        Awaitility.await("load").atMost(LIMIT).until(() -> sent() >= enough);
    }

    private int sent() {
        return tills.stream().mapToInt(Till::sent).sum();
    }

    /** How many partitions the processor that the client reads has itself. */
    long owned(DaybookClient client) throws IOException, InterruptedException {
        return client.get("processor", "/metrics")
                .text()
                .lines()
                .filter(line -> line.matches("daybook_processor_partitions[{ ].*"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until the processors have the partitions as the test wants them. */
    void awaitOwned(String what, List<DaybookClient> processors, java.util.function.Predicate<List<Long>> wanted) {
        Awaitility.await(what).atMost(LIMIT).until(() -> {
            List<Long> owned = new ArrayList<>();
            for (DaybookClient processor : processors) {
                owned.add(owned(processor));
            }
            return owned.stream().mapToLong(Long::longValue).sum() == PARTITIONS && wanted.test(owned);
        });
    }

    /** Lets the tills finish; then the live figures are what they were acknowledged, to the cent. */
    Map<String, Till.Expected> assertFiguresAreTheLedger(DaybookClient client) throws InterruptedException {
        tills.forEach(Till::close);
        for (Thread thread : threads) {
            thread.join(LIMIT.toMillis());
            assertThat(thread.isAlive()).isFalse();
        }
        Map<String, Till.Expected> ledger = Figures.sum(tills);
        Figures.assertEqual(Figures.complete(client, DATE), ledger);
        return ledger;
    }

    /** The day's report is COMPLETE, its equation holds, and its figures are the ledger's. */
    void assertReportIsTheLedger(DaybookClient client, Map<String, Till.Expected> ledger)
            throws IOException, InterruptedException {
        DaybookClient.Answer run = client.run(DATE);
        assertThat(run.status()).as(run.text()).isEqualTo(200);
        var report = client.get("report", "/v1/reports/" + DATE).json();
        assertThat(report.path("status").asText()).isEqualTo("COMPLETE");
        Figures.assertEqual(report.path("sales"), ledger);
        var accounting = report.path("accounting");
        long orders = ledger.values().stream().mapToLong(day -> day.orders).sum();
        assertThat(accounting.path("counted").asLong()).isEqualTo(orders);
        assertThat(accounting.path("received").asLong())
                .isEqualTo(orders + accounting.path("duplicate").asLong());
    }

    @Override
    public void close() {
        tills.forEach(Till::close);
        processes.forEach(ServiceProcess::close);
        stack.close();
    }
}

package dev.daybook.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.events.BusinessDay;
import dev.daybook.events.EventHeaders;
import dev.daybook.events.Identity;
import dev.daybook.processor.ProcessorConfig;
import dev.daybook.processor.ProcessorService;
import dev.daybook.service.settings.Settings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

/** The processor on a Kafka in a container. */
@NeedsContainers
class ProcessorContainerTest {
    private static final int PORT = 8081;
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String STATE = "/var/lib/daybook/processor";

    private static Installation installation;

    @BeforeAll
    static void start(@TempDir Path folder) {
        installation = Installation.start(folder);
    }

    @AfterAll
    static void end() {
        if (installation != null) { // or its start failed, which is what has to be said
            installation.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void countsEachEventOnce(Way way, @TempDir Path state) throws Exception {
        String date = way == Way.FROM_IMAGE ? "2026-03-02" : "2026-03-03";
        append(date, 1, 2);
        append(date, 2, 1);
        append(date, 1, 2);
        try (AutoCloseable service = start(way, state)) {
            HttpCaller processor = new HttpCaller(address(service)).whenReady();

            awaitNet(processor, date, "11.10");
        }
    }

    @Test
    void goesOnWithItsState_whenItsContainerIsKilled() throws Exception {
        String date = "2026-03-04";
        try (GenericContainer<?> container = container()) {
            container.start();
            append(date, 1, 2);
            awaitNet(new HttpCaller(Installation.address(container, PORT)), date, "7.40");

            var engine = DockerClientFactory.instance().client();
            engine.killContainerCmd(container.getContainerId()).exec();
            append(date, 1, 2);
            append(date, 2, 1);
            engine.startContainerCmd(container.getContainerId()).exec();

            HttpCaller again = new HttpCaller(Installation.currentAddress(container, PORT)).whenReady();
            awaitNet(again, date, "11.10");
        }
    }

    private static void awaitNet(HttpCaller processor, String date, String net) {
        await().atMost(LIMIT).untilAsserted(() -> {
            JsonNode stores =
                    processor.get("/v1/daily-sales?date=" + date).json().path("stores");
            assertThat(stores).hasSize(1);
            assertThat(stores.get(0).path("net").asText()).isEqualTo(net);
        });
    }

    private static GenericContainer<?> container() {
        return installation.container(ContainerImages.PROCESSOR, PORT, STATE, settings("container"));
    }

    /** An application of its own for each way: two instances of one would share the partitions. */
    private static Map<String, String> settings(String name) {
        Map<String, String> settings = new HashMap<>();
        settings.put("PROCESSOR_APPLICATION_ID", "processor-" + name);
        settings.put("PROCESSOR_INSTANCE_ID", name);
        return settings;
    }

    private static AutoCloseable start(Way way, Path state) {
        if (way == Way.FROM_IMAGE) {
            GenericContainer<?> container = container();
            container.start();
            return container;
        }
        Map<String, String> settings = settings("in-process");
        settings.put("PROCESSOR_PORT", "0");
        settings.put("PROCESSOR_STATE_DIR", state.toString());
        return ProcessorService.start(
                ProcessorConfig.from(Settings.of(installation.environment(way, settings))), Clock.systemUTC());
    }

    private static URI address(AutoCloseable service) {
        return service instanceof ProcessorService inProcess
                ? inProcess.address()
                : Installation.address((GenericContainer<?>) service, PORT);
    }

    /** What the door writes for a sale. */
    private static void append(String date, int number, int units) throws Exception {
        String sale = Sales.sale(date, number, units);
        Identity identity = new Identity("pos/soho/till-1", "soho-" + date + "-" + number);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>("daybook.events", identity.key(), sale.getBytes(StandardCharsets.UTF_8));
        LocalDate day = LocalDate.parse(date);
        EventHeaders.stamp(record.headers(), new BusinessDay(day, day.atTime(LocalTime.NOON)));
        record.headers().add(EventHeaders.PRODUCER, EventHeaders.bytes("tests"));
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", installation.bootstrapServers(), "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(record).get();
        }
    }
}

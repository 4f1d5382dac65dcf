package dev.daybook.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.daybook.events.archive.ArchiveKey;
import dev.daybook.ingest.IngestConfig;
import dev.daybook.ingest.IngestService;
import dev.daybook.service.objects.ObjectStore;
import dev.daybook.service.settings.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testcontainers.containers.GenericContainer;

/** The ingest service between a Kafka and an S3 in containers. */
@NeedsContainers
class IngestContainerTest {
    private static final int PORT = 8080;
    private static final String NDJSON = "application/x-ndjson";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long WRONG_SETTINGS = 2;

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
    void whatIsAcceptedIsInKafkaToTheByteAndInTheArchive(Way way) throws Exception {
        String date = way == Way.FROM_IMAGE ? "2026-03-02" : "2026-03-03";
        String sale = Sales.sale(date, 1, 2);
        String refused = Sales.sale(date, 2, 2).replace("GBP", "£");
        try (AutoCloseable service = start(way)) {
            HttpCaller ingest = new HttpCaller(address(service)).whenReady();

            HttpCaller.Answer answer = ingest.post("/v1/events", NDJSON, sale + "\n" + refused);

            assertThat(answer.status()).isEqualTo(207);
            assertThat(answer.json().path("accepted").asInt()).isEqualTo(1);
            assertThat(values("daybook.events")).contains(sale);
            assertThat(values("daybook.rejected")).anyMatch(value -> value.contains("soho-" + date + "-2"));
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(archivedLines("raw/"))
                            .filteredOn(line -> line.contains(sale))
                            .hasSize(1));
        }
    }

    @Test
    void endsInGoodOrder_whenItsContainerIsStopped() {
        GenericContainer<?> service = container();
        service.start();

        Part.service("ingest", service, PORT).stop();
    }

    @Test
    void namesEveryWrongSettingAndEnds() {
        GenericContainer<?> service = container()
                .withEnv("INGEST_ROLES", "cook")
                .withEnv("INGEST_MAX_EVENTS", "many")
                .withStartupCheckStrategy(new UntilItEnded())
                .waitingFor(new UntilItEnded.NoFurtherWait());
        service.start();

        assertThat(service.getLogs()).contains("INGEST_ROLES must be").contains("INGEST_MAX_EVENTS must be");
        assertThat(service.getCurrentContainerInfo().getState().getExitCodeLong())
                .isEqualTo(WRONG_SETTINGS);
    }

    private static GenericContainer<?> container() {
        return installation.container(
                ContainerImages.INGEST, PORT, "/var/lib/daybook", Map.of("ARCHIVE_FLUSH_AFTER", "500ms"));
    }

    private static AutoCloseable start(Way way) {
        if (way == Way.FROM_IMAGE) {
            GenericContainer<?> container = container();
            container.start();
            return container;
        }
        return IngestService.start(
                IngestConfig.from(Settings.of(
                        installation.environment(way, Map.of("INGEST_PORT", "0", "ARCHIVE_FLUSH_AFTER", "500ms")))),
                Clock.systemUTC());
    }

    private static URI address(AutoCloseable service) {
        return service instanceof IngestService inProcess
                ? inProcess.address()
                : Installation.address((GenericContainer<?>) service, PORT);
    }

    /** All that the topic has, up to its ends. */
    private static List<String> values(String topic) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", installation.bootstrapServers(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(at -> new TopicPartition(topic, at.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(at -> consumer.position(at) < ends.get(at))) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                    values.add(record.value());
                }
            }
        }
        return values;
    }

    /** The stand-in also lists what it is still writing, under names that are no keys of the archive. */
    private static List<String> archivedLines(String prefix) {
        try (ObjectStore bucket = installation.bucket()) {
            return bucket.list(prefix).stream()
                    .filter(key -> ArchiveKey.parse(key).isPresent())
                    .flatMap(key -> unpacked(bucket.get(key).orElseThrow()).lines())
                    .toList();
        }
    }

    private static String unpacked(byte[] gzip) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.daybook.allinone.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.allinone.AllInOne;
import dev.daybook.allinone.HomeCommands;
import dev.daybook.allinone.aws.StandInCredentials;
import dev.daybook.allinone.e2e.DaybookClient;
import dev.daybook.allinone.e2e.Figures;
import dev.daybook.allinone.sample.SampleDay;
import dev.daybook.events.AccountingDay;
import dev.daybook.events.Topics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** After the loss of Kafka and of all the processors' state, the archive alone brings back every record and every figure. */
class RestoreTest {
    private static final LocalDate DAY = LocalDate.now(ZoneOffset.UTC).minusDays(1);
    private static final int PARTITIONS = 3;
    private static final String BUCKET = "daybook";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @Test
    void everythingIsAsItWas_afterKafkaWasLost() throws Exception {
        Path home = folder.resolve("home");
        HomeCommands commands = new HomeCommands(home, Map.of("TOPIC_PARTITIONS", Integer.toString(PARTITIONS)));
        List<String> events = SampleDay.of(DAY, ZoneOffset.UTC).events();
        // The same identities with other bytes: the processor copies them to the refusals, in transactions of its own.
        List<String> conflicts = events.subList(0, 120).stream()
                .map(event -> event.replace("\"tip\"", "\"no_tip\"")
                        .replace("\"timestamp\"", "\"note\": \"x\",\"timestamp\""))
                .toList();
        Map<String, String> lost;
        JsonNode figures;
        JsonNode report;
        JsonNode inbox;
        try (AllInOne daybook = start(home)) {
            DaybookClient client = DaybookClient.of(daybook.config().home());
            client.postMixed(events, 500);
            for (int i = 0; i < conflicts.size(); i += 40) {
                client.postMixed(conflicts.subList(i, i + 40), 40);
                Figures.complete(client, DAY.toString());
            }
            report = client.completeReport(DAY.toString());
            figures = Figures.complete(client, DAY.toString());
            inbox = client.inbox();
            lost = records(client.address("kafka"));
            awaitArchived(home);
        }
        assertThat(report.path("accounting").path("conflicting").asInt()).isPositive();
        assertThat(inbox).hasSize(2); // the question to the subscriber, and the report
        delete(home.resolve("kafka"));
        delete(home.resolve("streams"));

        HomeCommands.Result restore = commands.archive("restore");
        assertThat(restore.status()).as(restore.toString()).isZero();
        assertThat(restore.out()).contains(String.format("%,d records", lost.size()));
        HomeCommands.Result again = commands.archive("restore");
        assertThat(again.status()).as("only new topics are written to").isEqualTo(1);
        assertThat(again.out()).contains("has been written to");

        try (AllInOne daybook = start(home)) {
            DaybookClient client = DaybookClient.of(daybook.config().home());
            assertThat(Figures.complete(client, DAY.toString())).isEqualTo(figures);
            assertThat(records(client.address("kafka"))).containsExactlyEntriesOf(lost);

            client.postMixed(events, 500);
            JsonNode after = client.completeReport(DAY.toString());
            assertThat(Figures.complete(client, DAY.toString()))
                    .as("what is sent again is known")
                    .isEqualTo(figures);
            assertThat(after.path("revision")).isEqualTo(report.path("revision"));
            assertThat(after.path("sales")).isEqualTo(report.path("sales"));
            assertThat(client.inbox()).as("its mail is not sent again").isEqualTo(inbox);
            awaitArchived(home);
            HomeCommands.Result verify = commands.verify(DAY.toString());
            assertThat(verify.status()).as(verify.toString()).isZero();
            HomeCommands.Result check = commands.archive("check");
            assertThat(check.status()).as(check.toString()).isZero();
        }
    }

    private static AllInOne start(Path home) throws Exception {
        Map<String, String> environment = new HashMap<>();
        environment.put("DAYBOOK_HOME", home.toString());
        environment.put("TOPIC_PARTITIONS", Integer.toString(PARTITIONS));
        for (String port :
                List.of("INGEST_PORT", "PROCESSOR_PORT", "REPORT_PORT", "AWS_PORT", "KAFKA_PORT", "DB_PORT")) {
            environment.put(port, "0");
        }
        return AllInOne.start(environment, Clock.systemUTC(), line -> {});
    }

    /** Compares the archive with Kafka, record by record, until it has all of them. */
    private static void awaitArchived(Path home) throws Exception {
        DaybookClient client = DaybookClient.of(home);
        StandInCredentials credentials = StandInCredentials.in(home.resolve("aws"));
        Topics topics = new Topics(Topics.DEFAULT_PREFIX);
        try (S3Client s3 = S3Client.builder()
                .endpointOverride(URI.create(client.address("aws")))
                .region(Region.EU_WEST_1)
                .forcePathStyle(true)
                .httpClientBuilder(Apache5HttpClient.builder())
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey())))
                .build()) {
            Awaitility.await("the archive has what Kafka has")
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(new ArchiveChecker(
                                            client.address("kafka"),
                                            s3,
                                            BUCKET,
                                            List.of(
                                                    topics.events().name(),
                                                    topics.rejected().name()),
                                            PARTITIONS)
                                    .check()
                                    .problems())
                            .isEmpty());
        }
    }

    /** What the topics hold, by partition and offset: time, key (of events), producer, day, and value. */
    private static Map<String, String> records(String kafka) {
        Topics topics = new Topics(Topics.DEFAULT_PREFIX);
        Map<String, String> records = new TreeMap<>();
        Map<String, Object> properties = Map.of(
                "bootstrap.servers", kafka, "isolation.level", "read_committed", "auto.offset.reset", "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = Stream.of(topics.events(), topics.rejected())
                    .flatMap(topic -> Stream.iterate(0, p -> p + 1)
                            .limit(PARTITIONS)
                            .map(p -> new TopicPartition(topic.name(), p)))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    boolean isEvent = record.topic().equals(topics.events().name());
                    records.put(
                            "%s-%d-%020d".formatted(record.topic(), record.partition(), record.offset()),
                            record.timestamp() + " " + (isEvent ? base64(record.key()) : "") + " "
                                    + header(record, "producer") + " "
                                    + AccountingDay.of(record.headers(), record.timestamp(), ZoneOffset.UTC) + " "
                                    + header(record, "local_time") + " " + base64(record.value()));
                }
            }
        }
        return records;
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "none" : new String(header.value(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return bytes == null ? "null" : Base64.getEncoder().encodeToString(bytes);
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

package dev.daybook.allinone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.allinone.ListenAddress;
import dev.daybook.allinone.broker.EmbeddedBroker;
import dev.daybook.events.Topics;
import dev.daybook.ingest.IngestConfig;
import dev.daybook.ingest.IngestService;
import dev.daybook.service.Json;
import dev.daybook.service.http.ApiKeys;
import dev.daybook.service.kafka.TopicCreation;
import dev.daybook.service.settings.Secret;
import dev.daybook.service.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/** The ingest service on a real broker, as its clients and operators meet it: over HTTP, and in the topic behind. */
final class Door implements AutoCloseable {
    static final String KEY = "the-key-of-these-tests";
    static final String SOHO_KEY = "a-key-for-sales-of-soho-only";
    static final String READER_KEY = "a-key-that-may-not-write";
    static final String OWNER_KEY = "a-key-that-may-register-stores";
    static final String SOHO_OWNER_KEY = "a-key-that-may-register-soho-only";
    static final String JSON = "application/json";
    static final String NDJSON = "application/x-ndjson";
    static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
    private static final int PARTITIONS = 4;
    private static final Duration WAIT = Duration.ofSeconds(30);

    private final Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String bootstrapServers;
    /** Null where the broker is somebody else's. */
    private EmbeddedBroker broker;

    private final IngestService service;

    private Door(Path folder, String bootstrapServers, Map<String, String> settings) throws IOException {
        this.folder = folder;
        this.bootstrapServers = bootstrapServers;
        Map<String, String> environment = new HashMap<>(settings(folder, bootstrapServers));
        environment.putAll(settings);
        this.service = IngestService.start(IngestConfig.from(Settings.of(environment)), Clock.systemUTC());
    }

    /** A broker with the topics, and a service that has found them. */
    static Door open(Path folder, Map<String, String> settings) throws Exception {
        Door door = openWithoutTopics(folder, settings);
        door.createTopics();
        door.awaitReady();
        return door;
    }

    static Door openWithoutTopics(Path folder, Map<String, String> settings) throws Exception {
        EmbeddedBroker broker = startBroker(folder, 0);
        Door door = at(folder, broker.bootstrapServers(), settings);
        door.broker = broker;
        return door;
    }

    /** The service alone, on the broker of another process. */
    static Door at(Path folder, String bootstrapServers, Map<String, String> settings) throws IOException {
        return new Door(folder, bootstrapServers, settings);
    }

    private static EmbeddedBroker startBroker(Path folder, int port) {
        return EmbeddedBroker.start(folder.resolve("kafka"), ListenAddress.loopback(port, "KAFKA_PORT"), failure -> {
            throw failure;
        });
    }

    private static Map<String, String> settings(Path folder, String bootstrapServers) throws IOException {
        Secret pepper = new Secret("the pepper of these tests");
        Path keys = folder.resolve("api-keys.json");
        Files.writeString(keys, """
                {"keys":[
                {"id":"till","hash":"%s","may":["write"]},
                {"id":"soho","hash":"%s","may":["write"],"stores":["soho"],"event_types":["sale.completed"]},
                {"id":"owner","hash":"%s","may":["operate","read"]},
                {"id":"soho-owner","hash":"%s","may":["operate","read"],"stores":["soho"]},
                {"id":"reader","hash":"%s","may":["read"]}]}
                """.formatted(
                        ApiKeys.hash(pepper, KEY),
                        ApiKeys.hash(pepper, SOHO_KEY),
                        ApiKeys.hash(pepper, OWNER_KEY),
                        ApiKeys.hash(pepper, SOHO_OWNER_KEY),
                        ApiKeys.hash(pepper, READER_KEY)));
        return Map.of(
                "INGEST_PORT", "0",
                "INGEST_ROLES", "api",
                "BIND_ADDRESS", "127.0.0.1",
                "API_KEYS_FILE", keys.toString(),
                "API_KEY_PEPPER", pepper.reveal(),
                "SERVICE_API_KEY", "the services' own key",
                "KAFKA_BOOTSTRAP_SERVERS", bootstrapServers,
                "DEFAULT_TIME_ZONE", "America/Toronto",
                "DAY_STARTS_AT", "04:00");
    }

    void createTopics() throws Exception {
        create(TOPICS.definitions(PARTITIONS, (short) 1));
    }

    /** Topics that take no record larger than that. */
    void createTopics(int maxMessageBytes) {
        createTopics(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(maxMessageBytes));
    }

    /** Topics with another setting than Daybook's. */
    void createTopics(String setting, String value) {
        create(TOPICS.definitions(PARTITIONS, (short) 1).stream()
                .map(topic -> {
                    Map<String, String> settings = new HashMap<>(topic.configs());
                    settings.put(setting, value);
                    return topic.configs(settings);
                })
                .toList());
    }

    void createTopicsButStores() throws Exception {
        create(TOPICS.definitions(PARTITIONS, (short) 1).stream()
                .filter(topic -> !topic.name().equals(TOPICS.stores().name()))
                .toList());
    }

    private void create(List<NewTopic> topics) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            TopicCreation.ensure(admin, topics);
        }
    }

    void deleteTopics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.deleteTopics(List.of(TOPICS.events().name(), TOPICS.rejected().name()))
                    .all()
                    .get();
        }
    }

    void stopBroker() {
        broker.close();
    }

    void startBrokerAgain() {
        broker = startBroker(folder, broker.port());
    }

    void awaitReady() {
        Awaitility.await().atMost(WAIT).until(() -> ready() == 200);
    }

    /** Why that part is not ready; empty where it is. */
    String reason(String part) throws Exception {
        return json(get("/health/ready")).path("not_ready").path(part).asText();
    }

    int live() throws Exception {
        return get("/health/live").statusCode();
    }

    int ready() throws Exception {
        return get("/health/ready").statusCode();
    }

    HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(uri(path))
                        .header("X-API-Key", READER_KEY)
                        .build(),
                BodyHandlers.ofString());
    }

    /** The value of a gauge or counter in the service's metrics. */
    double metric(String name) throws Exception {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    HttpResponse<String> post(String contentType, byte[] body) throws Exception {
        return post(KEY, contentType, body);
    }

    HttpResponse<String> post(String contentType, String body) throws Exception {
        return post(contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> post(String key, String contentType, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/v1/events"))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    /** A PUT of a store, or a GET where the body is null, with headers as name, value, …. */
    HttpResponse<String> stores(String key, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service.address() + "/v1/stores" + path))
                .header("Authorization", "Bearer " + key);
        if (body != null) {
            request.header("Content-Type", JSON).PUT(BodyPublishers.ofString(body));
        }
        return client.send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return Json.MAPPER.readTree(response.body());
    }

    URI address() {
        return service.address();
    }

    private URI uri(String path) {
        return service.address().resolve(path);
    }

    /** Everything in the events topic, read from the beginning up to what was its end when the call began. */
    List<ConsumerRecord<byte[], byte[]>> topic() {
        return records(TOPICS.events().name());
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    /** As {@link #topic}, of the refused ones. */
    List<ConsumerRecord<byte[], byte[]>> rejected() {
        return records(TOPICS.rejected().name());
    }

    /** As {@link #topic}, of the store registry. */
    List<ConsumerRecord<byte[], byte[]>> storeRecords() {
        return records(TOPICS.stores().name());
    }

    private List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        Map<String, Object> properties = Map.of("bootstrap.servers", bootstrapServers);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
            }
            return found;
        }
    }

    static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        service.close();
        if (broker != null) {
            broker.close();
        }
    }
}

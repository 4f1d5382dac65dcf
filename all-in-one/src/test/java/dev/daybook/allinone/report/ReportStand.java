package dev.daybook.allinone.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.allinone.TestStack;
import dev.daybook.events.BusinessDay;
import dev.daybook.events.EventHeaders;
import dev.daybook.events.archive.ArchivedTopic;
import dev.daybook.ingest.IngestService;
import dev.daybook.report.ReportConfig;
import dev.daybook.report.ReportLimits;
import dev.daybook.report.ReportService;
import dev.daybook.report.publish.LedgerDatabase;
import dev.daybook.report.publish.RetryBackoff;
import dev.daybook.report.publish.Step;
import dev.daybook.report.source.Patience;
import dev.daybook.service.Json;
import dev.daybook.service.objects.ObjectStore;
import dev.daybook.service.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * Report services on a real broker, database, S3 and SNS stand-in, before a processor whose figures a test sets. The schedule
 * never fires by itself here.
 */
final class ReportStand implements AutoCloseable {
    static final String EVENTS = "daybook.events";
    static final String REJECTED = "daybook.rejected";
    static final String NEVER = "0 0 0 1 1 ? 2099";

    private final TestStack stack;
    private final Path home;
    private final Map<String, String> rerouted = new HashMap<>();
    private final Duration publishTimeout;
    private final FixedProcessor processor;
    private final FaultySns sns;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<ReportService> services = new ArrayList<>();
    private final Duration deadline;
    /** Nobody goes on with a run by itself while a test lasts, unless it wants that. */
    private Duration lease = Duration.ofMinutes(5);

    private IngestService archiver;

    ReportStand(Path home, Duration publishTimeout) throws IOException, InterruptedException {
        this(home, publishTimeout, Duration.ofHours(2));
    }

    ReportStand(Path home, Duration publishTimeout, Duration deadline) throws IOException, InterruptedException {
        this.home = home;
        this.publishTimeout = publishTimeout;
        this.deadline = deadline;
        stack = TestStack.start(home, Map.of());
        ReportConfig config = config(Map.of("PROCESSOR_URL", "http://127.0.0.1:1"));
        processor = new FixedProcessor(
                config.serviceApiKey().reveal(),
                config.topics().events().name(),
                config.topics().rejected().name(),
                12);
        sns = new FaultySns(stack.aws());
        startArchiver();
    }

    void startArchiver() throws InterruptedException {
        archiver = stack.ingest(Map.of("INGEST_ROLES", "archive", "ARCHIVE_FLUSH_AFTER", "100ms"));
    }

    void stopArchiver() {
        archiver.close();
    }

    FixedProcessor processor() {
        return processor;
    }

    FaultySns sns() {
        return sns;
    }

    private ReportConfig config(Map<String, String> more) {
        return ReportConfig.from(Settings.of(stack.environment(more)));
    }

    private ReportConfig config() {
        return config(NEVER);
    }

    private ReportConfig config(String cron) {
        return config(settings(cron), publishTimeout, deadline, lease);
    }

    /** Services that start from now on get these settings instead of the stand's own. */
    void reroute(Map<String, String> settings) {
        rerouted.putAll(settings);
    }

    /** Of services that start from now on. */
    void lease(Duration next) {
        lease = next;
    }

    Duration lease() {
        return lease;
    }

    /** What a service of this stand reads, in this process or in one of its own. */
    Map<String, String> settings(String cron) {
        Map<String, String> more = new HashMap<>();
        more.put("PROCESSOR_URL", processor.address().toString());
        more.put("AWS_ENDPOINT_URL_SNS", sns.address().toString());
        more.put("REPORT_CRON", cron);
        more.putAll(rerouted);
        return stack.environment(more);
    }

    /** The configuration with waits that a test can wait for. */
    static ReportConfig config(
            Map<String, String> settings, Duration publishTimeout, Duration deadline, Duration lease) {
        ReportConfig usual = ReportConfig.from(Settings.of(settings));
        ReportLimits limits = new ReportLimits(
                new Patience(Duration.ofMillis(1_500), Duration.ofMillis(50)),
                publishTimeout,
                Duration.ofMinutes(1),
                new RetryBackoff(Duration.ofMillis(100), Duration.ofMillis(200), 100),
                lease,
                Duration.ofMinutes(5),
                deadline,
                Duration.ofMillis(200),
                usual.limits().revisionDelay(),
                Duration.ofSeconds(30));
        return new ReportConfig(
                usual.http(),
                usual.publicUrl(),
                usual.proxies(),
                usual.apiKeys(),
                usual.serviceApiKey(),
                usual.processor(),
                usual.watched(),
                usual.kafka(),
                usual.topics(),
                usual.database(),
                usual.shop(),
                usual.aws(),
                usual.chainName(),
                usual.fireTimes(),
                usual.analysisFireTimes(),
                usual.dueDates(),
                usual.reportEmptyDays(),
                limits);
    }

    ReportService start() {
        return start(Step.Listener.NONE);
    }

    ReportService start(Step.Listener steps) {
        return start(NEVER, Clock.systemUTC(), steps);
    }

    ReportService start(String cron, Clock clock, Step.Listener steps) {
        ReportService service = ReportService.start(config(cron), clock, steps);
        services.add(service);
        return service;
    }

    /** Sends a record to the topic of events. @return the offset behind it */
    long produce(int partition, byte[] value) throws InterruptedException, ExecutionException {
        return produce(new ProducerRecord<>(EVENTS, partition, null, value));
    }

    /** Sends a record that carries a business day. @return the offset behind it */
    long produce(String topic, int partition, LocalDate date, byte[] value)
            throws InterruptedException, ExecutionException {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, partition, null, value);
        EventHeaders.stamp(record.headers(), new BusinessDay(date, date.atTime(12, 0)));
        record.headers().add(EventHeaders.PRODUCER, EventHeaders.bytes("till-7"));
        return produce(record);
    }

    private long produce(ProducerRecord<byte[], byte[]> record) throws InterruptedException, ExecutionException {
        try (var producer = new KafkaProducer<byte[], byte[]>(
                Map.of("bootstrap.servers", stack.bootstrapServers(), "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            return producer.send(record).get().offset() + 1;
        }
    }

    /** Moves the end of the partition by a record that no reader ever sees. */
    void produceAborted(int partition) throws InterruptedException, ExecutionException {
        try (var producer = new KafkaProducer<byte[], byte[]>(
                Map.of("bootstrap.servers", stack.bootstrapServers(), "transactional.id", "aborts"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(EVENTS, partition, null, new byte[] {1}))
                    .get();
            producer.abortTransaction();
        }
    }

    /** A record of a transaction that stays open until it is committed or closed. */
    KafkaProducer<byte[], byte[]> openTransaction(String topic, int partition)
            throws InterruptedException, ExecutionException {
        var producer = new KafkaProducer<byte[], byte[]>(
                Map.of("bootstrap.servers", stack.bootstrapServers(), "transactional.id", "stays-open"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, partition, null, new byte[] {1}))
                .get();
        return producer;
    }

    /** Commits the processor's position in the partition. */
    void commit(int partition, long offset) throws InterruptedException, ExecutionException {
        commit(EVENTS, partition, offset);
    }

    void commit(String topic, int partition, long offset) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            admin.alterConsumerGroupOffsets(
                            FixedProcessor.GROUP,
                            Map.of(new TopicPartition(topic, partition), new OffsetAndMetadata(offset)))
                    .all()
                    .get();
        }
    }

    /** Waits until the archive has come to the offset. */
    void awaitArchived(String topic, int partition, long offset) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                OffsetAndMetadata committed = admin.listConsumerGroupOffsets(ArchivedTopic.consumerGroup("daybook"))
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .get(new TopicPartition(topic, partition));
                return committed != null && committed.offset() >= offset;
            });
        }
    }

    record Answer(int status, JsonNode json, String text, Map<String, List<String>> headers) {}

    Answer run(ReportService service, LocalDate date, int wait) throws IOException, InterruptedException {
        return send(service, "POST", "/v1/reports/" + date + "/runs?wait=" + wait);
    }

    Answer get(ReportService service, String path) throws IOException, InterruptedException {
        return send(service, "GET", path);
    }

    private Answer send(ReportService service, String method, String path) throws IOException, InterruptedException {
        return send(service, method, path, "");
    }

    Answer send(ReportService service, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(service.address().resolve(path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .header("Authorization", "Bearer " + stack.apiKey())
                        .timeout(Duration.ofSeconds(90))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        boolean isJson = answer.headers().firstValue("Content-Type").orElse("").contains("json");
        return new Answer(
                answer.statusCode(),
                isJson ? Json.MAPPER.readTree(answer.body()) : Json.MAPPER.missingNode(),
                answer.body(),
                answer.headers().map());
    }

    /** The mails about the date, oldest first. */
    List<JsonNode> mails(LocalDate date) throws IOException, InterruptedException {
        HttpResponse<String> inbox = http.send(
                HttpRequest.newBuilder(stack.aws().resolve("/inbox.json")).build(),
                HttpResponse.BodyHandlers.ofString());
        List<JsonNode> mails = new ArrayList<>();
        for (JsonNode mail : Json.MAPPER.readTree(inbox.body())) {
            if (mail.path("subject").asText().contains(date.toString())) {
                mails.add(mail);
            }
        }
        return mails;
    }

    /** Has the subscriber open the link in SNS's mail. */
    void confirm(String email) throws IOException, InterruptedException {
        HttpResponse<String> inbox = http.send(
                HttpRequest.newBuilder(stack.aws().resolve("/inbox.json")).build(),
                HttpResponse.BodyHandlers.ofString());
        String body = "";
        for (JsonNode mail : Json.MAPPER.readTree(inbox.body())) {
            if (mail.path("to").asText().equals(email)) {
                body = mail.path("body").asText();
            }
        }
        String token = body.lines()
                .filter(line -> line.matches("[0-9a-f]{64}"))
                .findFirst()
                .orElseThrow();
        ReportConfig.Aws aws = config().aws();
        try (SnsClient sns = SnsClient.builder()
                .endpointOverride(stack.aws())
                .region(Region.of(aws.s3().region()))
                .credentialsProvider(ObjectStore.credentials(aws.s3().keyPair()))
                .httpClientBuilder(Apache5HttpClient.builder())
                .build()) {
            sns.confirmSubscription(request -> request.topicArn(aws.topicArn()).token(token));
        }
    }

    Optional<byte[]> object(String key) {
        try (ObjectStore store = store()) {
            return store.get(key);
        }
    }

    /** The bucket of reports and archive; the caller closes it. */
    ObjectStore store() {
        ReportConfig config = config();
        return new ObjectStore(config.aws().s3(), config.aws().bucket());
    }

    void delete(String key) {
        ReportConfig.Aws aws = config().aws();
        try (S3Client s3 = S3Client.builder()
                .endpointOverride(aws.s3().endpoint().orElseThrow())
                .region(Region.of(aws.s3().region()))
                .forcePathStyle(true)
                .credentialsProvider(ObjectStore.credentials(aws.s3().keyPair()))
                .httpClientBuilder(Apache5HttpClient.builder())
                .build()) {
            s3.deleteObject(object -> object.bucket(aws.rawBucket()).key(key));
        }
    }

    /** What a service's metric stands at; 0 before it was counted. */
    double metric(ReportService service, String name) throws IOException, InterruptedException {
        return get(service, "/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** Changes the ledger behind the services' backs. */
    int sql(String statement) throws SQLException {
        try (Connection connection = connection();
                var prepared = connection.prepareStatement(statement)) {
            return prepared.executeUpdate();
        }
    }

    /** The first column of each row, as text. */
    List<String> column(String query) throws SQLException {
        try (Connection connection = connection();
                var prepared = connection.prepareStatement(query);
                var rows = prepared.executeQuery()) {
            List<String> column = new ArrayList<>();
            while (rows.next()) {
                column.add(rows.getString(1));
            }
            return column;
        }
    }

    /** The id of the one run of the date. */
    String onlyRun(LocalDate date) throws SQLException {
        List<String> runs = column("SELECT id FROM report_runs WHERE business_date = '" + date + "'");
        assertThat(runs).hasSize(1);
        return runs.get(0);
    }

    /** Time passes for the ledger: leases and time-outs of the dead run out. */
    void leasesRunOut() throws SQLException {
        sql("UPDATE report_runs SET lease_until = NOW(6) - INTERVAL 1 SECOND WHERE lease_until IS NOT NULL");
        publishersTimeOut();
    }

    /** Time passes for what was about to be sent. */
    void publishersTimeOut() throws SQLException {
        sql("UPDATE report_revisions SET publishing_since = NOW(6) - INTERVAL 1 DAY WHERE publication = 'PUBLISHING'");
        sql("UPDATE report_revisions SET next_attempt_at = NOW(6) WHERE publication = 'PENDING'");
    }

    /** Waits until every run is done and every mail sent or given up. */
    void awaitNothingUnderWay() {
        awaitNothingUnderWayBut(LocalDate.EPOCH);
    }

    /** As {@link #awaitNothingUnderWay}, whatever is under way for that date. */
    void awaitNothingUnderWayBut(LocalDate date) {
        String others = "business_date <> '" + date + "' AND ";
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(
                                column("SELECT CONCAT(business_date, ' ', state) FROM report_runs WHERE " + others
                                        + "state <> 'DONE' UNION SELECT CONCAT(business_date, ' ', publication)"
                                        + " FROM report_revisions WHERE " + others
                                        + "publication IN ('PENDING', 'PUBLISHING')"))
                        .isEmpty());
    }

    String apiKey() {
        return stack.apiKey();
    }

    Duration publishTimeout() {
        return publishTimeout;
    }

    Duration deadline() {
        return deadline;
    }

    /** The ledger's database, by no way around. */
    String ledgerUrl() {
        return access().url();
    }

    private LedgerDatabase.Access access() {
        return config(Map.of("PROCESSOR_URL", "http://127.0.0.1:1")).database();
    }

    /** S3 itself, by no way around. */
    URI s3() {
        return stack.aws();
    }

    /** Where the S3 server keeps the files of all revisions, each under its key. */
    Path reportsFolder() {
        return home.resolve("aws/s3/buckets").resolve(config().aws().bucket()).resolve("reports");
    }

    Connection connection() throws SQLException {
        LedgerDatabase.Access access = access();
        return DriverManager.getConnection(
                access.url(), access.user(), access.password().reveal());
    }

    String publication(LocalDate date) throws SQLException {
        return String.join(
                ",",
                column("SELECT COALESCE(publication, 'not stored') FROM report_revisions WHERE business_date = '" + date
                        + "' ORDER BY revision"));
    }

    @Override
    public void close() {
        services.forEach(ReportService::close);
        processor.close();
        sns.close();
        stack.close();
    }
}

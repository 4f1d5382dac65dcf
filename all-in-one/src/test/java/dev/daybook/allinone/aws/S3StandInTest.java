package dev.daybook.allinone.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.daybook.allinone.ChildJvm;
import dev.daybook.allinone.ListenAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

class S3StandInTest {
    private static final ListenAddress ANY_PORT = ListenAddress.loopback(0, "AWS_PORT");
    private static final String BUCKET = "daybook-reports";
    private static final int PRECONDITION_FAILED = 412;

    @TempDir
    Path folder;

    private AwsStandIn standIn;
    private S3Client s3;

    @BeforeEach
    void startWithABucket() {
        start();
        s3.createBucket(request -> request.bucket(BUCKET));
    }

    private void start() {
        standIn = AwsStandIn.start(folder, ANY_PORT, Clock.systemUTC());
        s3 = SdkClients.s3(standIn);
    }

    @AfterEach
    void stop() {
        s3.close();
        standIn.close();
    }

    @Test
    void givesBackWhatWasPut_forKeysThatNeedEncoding() {
        String key = "reports/2026-11-20/r1/Café & +größe %41 =1?.json";
        put(key, "{\"net\":\"1.00\"}");

        assertThat(get(key)).isEqualTo("{\"net\":\"1.00\"}");
        var head = s3.headObject(request -> request.bucket(BUCKET).key(key));
        assertThat(head.contentLength()).isEqualTo(14);
        assertThat(head.contentType()).startsWith("application/json");
        s3.deleteObject(request -> request.bucket(BUCKET).key(key));
        assertThatThrownBy(() -> get(key)).isInstanceOf(NoSuchKeyException.class);
    }

    @Test
    void keepsObjectsAndCredentials_whenClosedAndStartedAgain() {
        put("kept", "content");
        StandInCredentials before = standIn.credentials();
        stop();

        start();
        assertThat(get("kept")).isEqualTo("content");
        assertThat(standIn.credentials()).isEqualTo(before);
    }

    @Test
    void passesABodyOf64MiB_bothWays() {
        byte[] content = new byte[64 << 20];
        new Random(7).nextBytes(content);
        s3.putObject(request -> request.bucket(BUCKET).key("big"), RequestBody.fromBytes(content));

        byte[] back = s3.getObjectAsBytes(request -> request.bucket(BUCKET).key("big"))
                .asByteArrayUnsafe();
        assertThat(back).isEqualTo(content);
        byte[] range = s3.getObjectAsBytes(
                        request -> request.bucket(BUCKET).key("big").range("bytes=5-9"))
                .asByteArray();
        assertThat(range).hasSize(5).startsWith(content[5]);
    }

    @Test
    void refusesABody_overTheLimit() {
        long tooLong = S3Server.MAX_OBJECT_BYTES + (2 << 20);
        RequestBody body =
                RequestBody.fromContentProvider(() -> new ZeroStream(tooLong), tooLong, "application/octet-stream");
        assertThatThrownBy(() -> s3.putObject(request -> request.bucket(BUCKET).key("huge"), body))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        refusal -> assertThat(refusal.awsErrorDetails().errorCode())
                                .isEqualTo("EntityTooLarge"));
        assertThat(s3.listObjectsV2(request -> request.bucket(BUCKET)).contents())
                .isEmpty();
    }

    @Test
    void answersWhyItRefuses_whenTheBodyIsStillOnItsWay() {
        StandInCredentials wrong = new StandInCredentials(standIn.credentials().accessKeyId(), "wrong");
        try (S3Client stranger = SdkClients.s3(standIn.endpoint(), wrong)) {
            assertThatThrownBy(() -> stranger.putObject(
                            request -> request.bucket(BUCKET).key("big"), RequestBody.fromBytes(new byte[32 << 20])))
                    .isInstanceOfSatisfying(
                            S3Exception.class,
                            refusal -> assertThat(refusal.statusCode()).isEqualTo(403));
        }
    }

    @Test
    void listsAllKeysInOrder_overSeveralPages() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            keys.add("raw/dt=2026-11-20/hour=%02d/events-0-%020d.ndjson.gz".formatted(i % 24, i));
        }
        keys.forEach(key -> put(key, "x"));

        var pages = s3.listObjectsV2Paginator(
                request -> request.bucket(BUCKET).prefix("raw/dt=2026-11-20/").maxKeys(10));
        assertThat(pages.contents().stream().map(S3Object::key))
                .containsExactlyElementsOf(keys.stream().sorted().toList());
    }

    @Test
    void answers412AndKeepsTheFirst_whenAConditionalPutMeetsAnObject() {
        assertThat(putIfAbsent(s3, "once", "first")).isTrue();
        assertThat(putIfAbsent(s3, "once", "second")).isFalse();
        assertThat(get("once")).isEqualTo("first");
    }

    @Test
    void letsExactlyOneWin_whenConditionalPutsRace() throws Exception {
        int writers = 4;
        ExecutorService pool = Executors.newFixedThreadPool(writers);
        CyclicBarrier start = new CyclicBarrier(writers);
        try {
            for (int round = 0; round < 60; round++) {
                String key = "race/" + round;
                List<Callable<Boolean>> puts = new ArrayList<>();
                for (int writer = 0; writer < writers; writer++) {
                    String content = "writer-" + writer + "-".repeat(20_000);
                    puts.add(() -> {
                        start.await();
                        return putIfAbsent(s3, key, content);
                    });
                }
                List<Integer> winners = new ArrayList<>();
                List<Future<Boolean>> outcomes = pool.invokeAll(puts);
                for (int writer = 0; writer < writers; writer++) {
                    if (outcomes.get(writer).get()) {
                        winners.add(writer);
                    }
                }
                assertThat(winners).as("winners of round %d", round).hasSize(1);
                assertThat(get(key)).startsWith("writer-" + winners.get(0) + "-");
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void givesAnObjectToWhoeverHoldsAPresignedLink_andToNobodyElse() throws Exception {
        put("reports/2026-11-20/r1/report.txt", "the report");
        HttpClient browser = HttpClient.newHttpClient();
        try (S3Presigner presigner = SdkClients.presigner(standIn)) {
            URI link = presigner
                    .presignGetObject(presign -> presign.signatureDuration(Duration.ofMinutes(5))
                            .getObjectRequest(get -> get.bucket(BUCKET).key("reports/2026-11-20/r1/report.txt")))
                    .url()
                    .toURI();
            assertThat(fetch(browser, link).body()).isEqualTo("the report");
            URI forged = URI.create(link.toString().replace("report.txt", "other.txt"));
            assertThat(fetch(browser, forged).statusCode()).isEqualTo(403);
        }
        URI unsigned = standIn.endpoint().resolve("/" + BUCKET + "/reports/2026-11-20/r1/report.txt");
        assertThat(fetch(browser, unsigned).statusCode()).isEqualTo(403);
    }

    /** Whoever reads the first line of an object closes the connection on the rest of it: nothing is wrong then. */
    @Test
    void warnsOfNothing_whenAClientGoesAwayInTheMiddle() throws Exception {
        s3.putObject(request -> request.bucket(BUCKET).key("big"), RequestBody.fromBytes(new byte[64 << 20]));
        Logger log = (Logger) LoggerFactory.getLogger(S3Relay.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.setLevel(Level.DEBUG);
        log.addAppender(lines);
        try {
            var big = s3.getObject(request -> request.bucket(BUCKET).key("big"));
            assertThat(big.read()).isZero();
            big.abort();
            await().until(() -> !List.copyOf(lines.list).isEmpty());
            assertThat(lines.list).allSatisfy(line -> {
                assertThat(line.getLevel()).isEqualTo(Level.DEBUG);
                assertThat(line.getFormattedMessage()).contains("ended early");
            });
        } finally {
            log.detachAppender(lines);
            log.setLevel(null);
        }
    }

    @Test
    void refusesAWrongSecret() {
        StandInCredentials wrong = new StandInCredentials(standIn.credentials().accessKeyId(), "wrong");
        try (S3Client stranger = SdkClients.s3(standIn.endpoint(), wrong)) {
            assertThatThrownBy(() -> stranger.listObjectsV2(request -> request.bucket(BUCKET)))
                    .isInstanceOfSatisfying(
                            S3Exception.class,
                            refusal -> assertThat(refusal.statusCode()).isEqualTo(403));
        }
    }

    @Test
    void servesABucketCalledInbox() {
        s3.createBucket(request -> request.bucket("inbox"));
        s3.putObject(request -> request.bucket("inbox").key("k"), RequestBody.fromString("v"));
        assertThat(s3.listObjectsV2(request -> request.bucket("inbox")).contents())
                .extracting(S3Object::key)
                .containsExactly("k");
    }

    @Test
    void removesWhatAKilledUploadLeft_andNothingElse() throws Exception {
        stop();
        Path home = folder.resolve("killed");
        try (ChildJvm child = ChildJvm.start(SlowUpload.class, home)) {
            assertThat(child.readyText()).isNotEmpty();
        }
        Path bucket = home.resolve("s3/buckets").resolve(BUCKET);
        String lookalike = "reports/slow-" + UUID.randomUUID();
        Files.writeString(bucket.resolve("other-" + UUID.randomUUID()), "an object of the user's");
        try (var files = Files.list(bucket.resolve("reports"))) {
            assertThat(files).as("strays of the killed upload").hasSize(1);
        }

        try (AwsStandIn again = AwsStandIn.start(home, ANY_PORT, Clock.systemUTC());
                S3Client client = SdkClients.s3(again)) {
            client.putObject(request -> request.bucket(BUCKET).key(lookalike), RequestBody.fromString("x"));
            assertThat(client.listObjectsV2(request -> request.bucket(BUCKET)).contents())
                    .extracting(S3Object::key)
                    .hasSize(2)
                    .contains(lookalike)
                    .anyMatch(key -> key.startsWith("other-"));
        }
    }

    private void put(String key, String content) {
        s3.putObject(
                request -> request.bucket(BUCKET).key(key).contentType("application/json"),
                RequestBody.fromString(content));
    }

    private String get(String key) {
        return s3.getObjectAsBytes(request -> request.bucket(BUCKET).key(key)).asUtf8String();
    }

    private static boolean putIfAbsent(S3Client client, String key, String content) {
        try {
            client.putObject(
                    request -> request.bucket(BUCKET).key(key).ifNoneMatch("*"), RequestBody.fromString(content));
            return true;
        } catch (S3Exception e) {
            assertThat(e.statusCode()).isEqualTo(PRECONDITION_FAILED);
            return false;
        }
    }

    private static HttpResponse<String> fetch(HttpClient browser, URI address) throws Exception {
        return browser.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }
}

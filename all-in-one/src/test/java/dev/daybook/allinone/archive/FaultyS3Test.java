package dev.daybook.allinone.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.daybook.allinone.FaultyS3;
import dev.daybook.allinone.FaultyS3.Fault;
import dev.daybook.ingest.archive.ArchiveConfig;
import dev.daybook.ingest.archive.ArchiveLimits;
import dev.daybook.ingest.archive.ArchiveSteps;
import dev.daybook.ingest.archive.Archiver;
import dev.daybook.service.Health;
import dev.daybook.service.Metrics;
import dev.daybook.service.objects.ObjectStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultyS3Test {
    @TempDir
    static Path folder;

    private static ArchiveStack stack;

    @BeforeAll
    static void start() {
        stack = new ArchiveStack(folder);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "FAKE_SUCCESS"})
    void archivesEachRecordOnce_whenEveryThirdRequestFails(Fault fault) throws Exception {
        AtomicInteger requests = new AtomicInteger();
        archivesEachRecordOnce(request -> requests.incrementAndGet() % 3 == 0 ? fault : Fault.NONE);
    }

    @Test
    void archivesEachRecordOnce_whenEveryFirstPutLosesItsAnswer() throws Exception {
        Map<String, Boolean> seen = new java.util.concurrent.ConcurrentHashMap<>();
        archivesEachRecordOnce(request ->
                request.isPut() && seen.putIfAbsent(request.line(), true) == null ? Fault.LOST_ANSWER : Fault.NONE);
    }

    private static void archivesEachRecordOnce(Function<FaultyS3.Request, Fault> script) throws Exception {
        ArchiveCase archive = stack.newCase(2);
        try (FaultyS3 proxy = new FaultyS3(stack.s3Endpoint(), script);
                Traffic traffic = archive.traffic(2);
                Archiver archiver = ArchiveCase.start(
                        archive.config(ArchiveCase.limits(150), proxy.endpoint(), Map.of()), ArchiveSteps.UNWATCHED)) {
            traffic.events(700).refusals(5);
            archive.awaitArchived();
            archive.assertEachRecordOnce(traffic.sent());
            assertThat(proxy.faults()).as("requests that failed").isGreaterThan(3);
            assertThat(archiver.alarm()).isEmpty();
        }
    }

    @Test
    void holdsNoMoreThanItMay_whenS3IsGone() throws Exception {
        ArchiveCase archive = stack.newCase(4);
        AtomicBoolean gone = new AtomicBoolean();
        // 256 KiB for packing in each of four partitions leave 100,000 bytes for some 3 MB that are to come.
        long memory = 4 * 256 * 1024 + 100_000;
        ArchiveLimits limits = new ArchiveLimits(1 << 20, 1_000_000, Duration.ofSeconds(20), memory);
        Metrics metrics = new Metrics("test");
        try (FaultyS3 proxy = new FaultyS3(stack.s3Endpoint(), request -> gone.get() ? Fault.SLOW_DOWN : Fault.NONE);
                Traffic traffic = archive.traffic(3);
                Archiver archiver = Archiver.start(
                        archive.config(limits, proxy.endpoint(), Map.of("max.poll.records", "50")),
                        new Health(),
                        metrics,
                        Clock.systemUTC())) {
            traffic.events(100);
            archive.awaitArchived();
            gone.set(true);
            traffic.events(40_000);
            await().atMost(ArchiveCase.LONG).until(() -> gauge(metrics, "archive.held.bytes") >= memory);
            await().atMost(ArchiveCase.LONG).until(() -> archiver.alarm().isPresent());
            await().atMost(ArchiveCase.LONG).until(() -> gauge(metrics, "archive.lag") == 40_000);
            double failures = counter(metrics, "archive.s3.failures");
            await().atMost(ArchiveCase.LONG).pollInterval(Duration.ofMillis(10)).until(() -> {
                // One poll may carry it over: 50 records of at most 700 bytes.
                assertThat(gauge(metrics, "archive.held.bytes")).isLessThan(memory + 50 * 700);
                return counter(metrics, "archive.s3.failures") > failures + 5;
            });
            gone.set(false);
            archive.awaitArchived();
            archive.assertEachRecordOnce(traffic.sent());
            await().atMost(ArchiveCase.LONG).until(() -> gauge(metrics, "archive.lag") == 0);
            assertThat(archiver.alarm()).isEmpty();
        }
    }

    private static double counter(Metrics metrics, String name) {
        return metrics.registry().get(name).counter().count();
    }

    private static double gauge(Metrics metrics, String name) {
        return metrics.registry().get(name).gauges().stream()
                .mapToDouble(gauge -> gauge.value())
                .sum();
    }

    @Test
    void asksForEncryptionWithTheKey_whereOneIsSet() throws Exception {
        ArchiveCase archive = stack.newCase(1);
        ArchiveConfig plain = archive.config(ArchiveCase.limits(10));
        try (FaultyS3 proxy =
                        new FaultyS3(stack.s3Endpoint(), request -> request.isPut() ? Fault.FAKE_SUCCESS : Fault.NONE);
                Traffic traffic = archive.traffic(4);
                Archiver archiver = ArchiveCase.start(
                        new ArchiveConfig(
                                plain.kafka(),
                                plain.topics(),
                                plain.group(),
                                plain.instanceId(),
                                archive.access(proxy.endpoint(), Optional.of("key-1")),
                                plain.bucket(),
                                ObjectStore.Timeouts.DEFAULT,
                                plain.defaultTimeZone(),
                                plain.limits(),
                                1),
                        ArchiveSteps.UNWATCHED)) {
            traffic.events(10);
            archive.awaitArchived();
            assertThat(proxy.requests().stream().filter(FaultyS3.Request::isPut))
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allSatisfy(put -> assertThat(put.headers())
                            .contains(
                                    "x-amz-server-side-encryption: aws:kms",
                                    "x-amz-server-side-encryption-aws-kms-key-id: key-1",
                                    "If-None-Match: *"));
            assertThat(archiver.alarm()).isEmpty();
        }
    }
}

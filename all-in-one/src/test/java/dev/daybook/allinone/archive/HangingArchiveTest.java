package dev.daybook.allinone.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.allinone.FaultyS3;
import dev.daybook.events.Topics;
import dev.daybook.report.daily.Cut;
import dev.daybook.report.source.RawArchive;
import dev.daybook.service.objects.ObjectStore;
import dev.daybook.service.objects.ObjectStoreAccess;
import dev.daybook.service.objects.ObjectStoreUnavailable;
import dev.daybook.service.settings.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class HangingArchiveTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    /** More than are read at a time. */
    private static final int PARTITIONS = 40;

    @Test
    void waitsForNoOtherChain_whenOneCannotBeRead() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        // Nothing is forwarded, so there need be no S3 behind it.
        try (FaultyS3 s3 = new FaultyS3(URI.create("http://127.0.0.1:1"), HangingArchiveTest::fault);
                ObjectStore store = new ObjectStore(access(s3), "raw", new ObjectStore.Timeouts(LONG, LONG));
                RawArchive archive = new RawArchive(store, new Topics("daybook"))) {
            Future<Long> received = thread.submit(() -> archive.received(LocalDate.parse("2026-03-02"), cut()));

            Awaitility.await().atMost(Duration.ofSeconds(30)).until(received::isDone);

            assertThat(received)
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(ObjectStoreUnavailable.class);
        } finally {
            thread.shutdownNow();
        }
    }

    /** The first chain is refused, all others are never answered. */
    private static FaultyS3.Fault fault(FaultyS3.Request request) {
        return request.line().contains("daybook.events-0%2F") ? FaultyS3.Fault.INTERNAL_ERROR : FaultyS3.Fault.HANGS;
    }

    private static Cut cut() {
        List<Cut.Position> positions = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new Cut.Position(partition, 1, 1))
                .toList();
        return new Cut(Instant.EPOCH, "daybook.events", "daybook.rejected", positions);
    }

    private static ObjectStoreAccess access(FaultyS3 s3) {
        return new ObjectStoreAccess(
                "eu-west-2",
                Optional.of(s3.endpoint()),
                Optional.empty(),
                Optional.of(new ObjectStoreAccess.AwsKeyPair("id", new Secret("secret"))));
    }
}

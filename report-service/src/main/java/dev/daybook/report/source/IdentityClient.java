package dev.daybook.report.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.events.Identity;
import dev.daybook.events.archive.ArchiveKey;
import dev.daybook.events.archive.ArchiveReader;
import dev.daybook.events.archive.ArchivedTopic;
import dev.daybook.service.Json;
import dev.daybook.service.settings.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** Asks the processor where the receipt is that an identity's window began at. Calls block. Thread-safe. */
public final class IdentityClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final long UNKNOWN_OFFSET = -1;

    private final URI processor;
    private final Secret serviceKey;
    private final ArchivedTopic events;
    private final ArchiveReader reader;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    public IdentityClient(URI processor, Secret serviceKey, ArchivedTopic events, RawArchive archive) {
        this.processor = processor;
        this.serviceKey = serviceKey;
        this.events = events;
        this.reader = new ArchiveReader(archive);
    }

    /** What the processor answers. */
    public sealed interface Answer {
        /**
         * Where the identity belongs.
         *
         * @param first empty where nothing was received within the window
         */
        record Known(int partition, Duration dedupWindow, Optional<Receipt> first) implements Answer {}

        record NotNow(String why) implements Answer {}
    }

    /** @throws ArchiveUnreadable where the archive's index is damaged at the place */
    public Answer find(Identity identity) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(processor.toString().replaceAll("/+$", "")
                                + "/internal/v1/identities?source=" + encoded(identity.source()) + "&event_id="
                                + encoded(identity.eventId())))
                .header("Authorization", "Bearer " + serviceKey.reveal())
                .timeout(ANSWER_TIMEOUT)
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return response.statusCode() == OK
                    ? known(Json.MAPPER.readTree(response.body()))
                    : new Answer.NotNow("the processor answered " + response.statusCode());
        } catch (IOException unreachable) {
            return new Answer.NotNow("the processor at " + processor + " can't be reached");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Answer known(JsonNode json) {
        int partition = json.path("partition").asInt();
        Duration window = Duration.ofSeconds(json.path("dedup_window_seconds").asLong());
        JsonNode receipt = json.path("receipt");
        if (receipt.isNull()) {
            return new Answer.Known(partition, window, Optional.empty());
        }
        Instant receivedAt = Instant.parse(receipt.path("received_at").asText());
        boolean placed = receipt.path("offset").isIntegralNumber();
        long offset = placed ? receipt.path("offset").longValue() : UNKNOWN_OFFSET;
        return new Answer.Known(
                partition,
                window,
                Optional.of(new Receipt(
                        events.name(),
                        partition,
                        offset,
                        receivedAt,
                        placed ? LocalDate.parse(receipt.path("business_date").asText()) : null,
                        placed ? object(partition, offset, receivedAt).orElse(null) : null,
                        receipt.path("sha256").asText(),
                        null)));
    }

    private Optional<String> object(int partition, long offset, Instant receivedAt) {
        try {
            return reader.objectOf(events, partition, offset, receivedAt.toEpochMilli())
                    .map(ArchiveKey::path);
        } catch (IOException damaged) {
            throw new ArchiveUnreadable("the archive's entry of the event: " + damaged.getMessage(), damaged);
        }
    }
}

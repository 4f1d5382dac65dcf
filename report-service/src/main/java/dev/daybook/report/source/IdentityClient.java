package dev.daybook.report.source;

import dev.daybook.events.Identity;
import dev.daybook.events.archive.ArchiveKey;
import dev.daybook.events.archive.ArchiveReader;
import dev.daybook.events.archive.ArchivedTopic;
import dev.daybook.report.daily.JsonFields;
import dev.daybook.report.daily.MalformedFigures;
import dev.daybook.report.daily.SalesJson;
import dev.daybook.service.Json;
import dev.daybook.service.http.ServiceCalls;
import dev.daybook.service.settings.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** Asks the processor where the receipt is that an identity's window began at. Calls block. Thread-safe. */
public final class IdentityClient {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final long UNKNOWN_OFFSET = -1;

    private final ProcessorCalls calls;
    private final ArchivedTopic events;
    private final ArchiveReader reader;

    public IdentityClient(URI processor, Secret serviceKey, ArchivedTopic events, RawArchive archive) {
        this.calls = new ProcessorCalls(processor, serviceKey);
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

    /**
     * Finds it.
     *
     * @throws ArchiveUnreadable where the archive's index is damaged at the place
     * @throws MalformedFigures where the processor answers something else: it is of another release
     */
    public Answer find(Identity identity) throws InterruptedException {
        try {
            ServiceCalls.Answer answer = calls.get(
                    "/internal/v1/identities?source=" + encoded(identity.source()) + "&event_id="
                            + encoded(identity.eventId()),
                    ANSWER_TIMEOUT);
            return answer.isOk()
                    ? known(answer.body())
                    : new Answer.NotNow("the processor answered " + answer.status());
        } catch (IOException unreachable) {
            return new Answer.NotNow("the processor at " + calls.processor() + " can't be reached");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Answer known(byte[] body) {
        try {
            JsonFields json = SalesJson.fields(Json.MAPPER.readTree(body));
            int partition = json.smallInteger("partition");
            return new Answer.Known(
                    partition,
                    Duration.ofSeconds(json.integer("dedup_window_seconds")),
                    json.isNull("receipt")
                            ? Optional.empty()
                            : Optional.of(receipt(partition, json.object("receipt"))));
        } catch (IOException | DateTimeException malformed) {
            throw new MalformedFigures(
                    "the processor's receipt of an event can't be read: " + malformed.getMessage(), malformed);
        }
    }

    private Receipt receipt(int partition, JsonFields receipt) {
        Instant receivedAt = Instant.parse(receipt.text("received_at"));
        boolean placed = !receipt.isNull("offset");
        long offset = placed ? receipt.integer("offset") : UNKNOWN_OFFSET;
        return new Receipt(
                events.name(),
                partition,
                offset,
                receivedAt,
                placed ? LocalDate.parse(receipt.text("business_date")) : null,
                placed ? object(partition, offset, receivedAt).orElse(null) : null,
                receipt.text("sha256"),
                null);
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

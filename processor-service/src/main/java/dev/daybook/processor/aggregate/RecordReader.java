package dev.daybook.processor.aggregate;

import dev.daybook.events.BusinessDay;
import dev.daybook.events.Document;
import dev.daybook.events.Event;
import dev.daybook.events.EventHeaders;
import dev.daybook.events.EventLimits;
import dev.daybook.events.EventParser;
import dev.daybook.events.PartialEnvelope;
import dev.daybook.events.Refusal;
import dev.daybook.events.Refusal.Code;
import dev.daybook.processor.aggregate.Reading.Readable;
import dev.daybook.processor.aggregate.Reading.Unreadable;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Utils;

/**
 * Reads a record of the events topic, and trusts nothing of it: whatever bytes it holds, the answer is a value. Immutable and
 * thread-safe.
 */
final class RecordReader {
    private final EventParser parser = new EventParser(EventLimits.RECORDS);
    private final int partitions;

    /** @param partitions how many the topic has */
    RecordReader(int partitions) {
        this.partitions = partitions;
    }

    Reading read(byte[] key, byte[] value, Headers headers, int partition) {
        if (value == null) {
            return unreadable(
                    PartialEnvelope.NOTHING, Code.INVALID_JSON, "The record has no value; an event is a JSON object.");
        }
        Document document = parser.parse(value);
        if (document instanceof Document.Unusable unusable) {
            return new Unreadable(new Refused(unusable.refusal(), PartialEnvelope.NOTHING));
        }
        if (!(document instanceof Document.Single single)) {
            return unreadable(
                    PartialEnvelope.NOTHING,
                    Code.NOT_AN_OBJECT,
                    "A record holds one event, a JSON object, not an array of them.");
        }
        if (single.item() instanceof Document.Refused refused) {
            return new Unreadable(new Refused(refused.refusal(), refused.envelope()));
        }
        return accepted(((Document.Accepted) single.item()).event(), key, headers, partition);
    }

    private Reading accepted(Event event, byte[] key, Headers headers, int partition) {
        if (!Arrays.equals(key, event.identity().key())) {
            return unreadable(
                    PartialEnvelope.of(event),
                    Code.WRONG_KEY,
                    "The record's key is not the hash of source and event_id; only the ingest service may write here.");
        }
        int home = Utils.toPositive(Utils.murmur2(key)) % partitions;
        if (partition != home) {
            return unreadable(
                    PartialEnvelope.of(event),
                    Code.WRONG_KEY,
                    "The record is in partition " + partition + ", but its key belongs to partition " + home + " of "
                            + partitions + ", where its duplicates are looked for.");
        }
        Optional<BusinessDay> day = EventHeaders.businessDay(headers);
        if (day.isEmpty() || !KeyWriter.isRowDate(day.get().date())) {
            return unreadable(
                    PartialEnvelope.of(event),
                    Code.UNREADABLE_HEADERS,
                    "The headers " + EventHeaders.BUSINESS_DATE + " (YYYY-MM-DD) and " + EventHeaders.LOCAL_TIME
                            + " (YYYY-MM-DDTHH:MM:SS) are missing or malformed.");
        }
        return new Readable(event, day.get());
    }

    private static Unreadable unreadable(PartialEnvelope envelope, Code code, String detail) {
        return new Unreadable(new Refused(new Refusal(code, "", detail), envelope));
    }
}

package dev.daybook.events.archive;

import dev.daybook.events.AccountingDay;
import dev.daybook.events.BusinessDay;
import dev.daybook.events.EventHeaders;
import dev.daybook.events.RejectionHead;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Headers;

/**
 * Writes records as lines of the archive; the same record always gives the same bytes, on any machine, which is what lets two
 * writers of one stretch compare what they have. The format never changes: an archiver of another version would take its
 * predecessor's lines for altered ones. Not thread-safe.
 *
 * <p>A line of events is {@code {"partition","offset","received_at","producer","business_date","local_time","key_base64",
 * "event"}}, the value's own bytes last. A line of refusals has the refusal's fields, byte for byte, after {@code local_time}.
 * Where the value is not one line of valid JSON, or no refusal, {@code body_base64} stands in its place (null for a record
 * without a value).
 *
 * <ul>
 *   <li>{@code received_at}: the record's timestamp, RFC 3339, UTC, always with three decimals.
 *   <li>{@code producer}: the header's text, null without one.
 *   <li>{@code business_date}: the day that the record counts on, {@link AccountingDay}. {@code local_time} is the header's
 *       text, or null where the record wasn't stamped (both headers, well-formed).
 *   <li>{@code key_base64}: the record's key, null without one. Whether it is the hash of the event's identity decides whether
 *       the event counts, and the archive alone must be able to tell. It costs 23 packed bytes an event, being random.
 * </ul>
 */
public final class ArchiveLineWriter {
    /** The line's own names; a value in the refusals' topic that has one of them is kept as base64. */
    static final Set<String> NAMES = Set.of(
            "partition", "offset", "received_at", "producer", "business_date", "local_time", "key_base64", "event");

    private final ArchivedTopic.Kind kind;
    private final ZoneId defaultTimeZone;
    private final LineBytes line = new LineBytes();
    private long cachedSecond = Long.MIN_VALUE;
    private byte[] cachedSecondText;

    /**
     * What a line counts as.
     *
     * @param received whether it belongs to the day's {@code received}: every event and every refusal of the door, but not the
     *     processor's refusals, which are copies of events; {@link RejectionHead} tells them apart
     */
    public record Counted(LocalDate businessDate, boolean received) {}

    /**
     * A record of Kafka's, as far as the archive keeps it.
     *
     * @param timestampMillis when it was received
     * @param key null where it has none, as the value
     */
    public record KafkaRecord(
            int partition, long offset, long timestampMillis, Headers headers, byte[] key, byte[] value) {}

    /** @param defaultTimeZone where the day of receipt is looked up of records that carry no business day */
    public ArchiveLineWriter(ArchivedTopic.Kind kind, ZoneId defaultTimeZone) {
        this.kind = kind;
        this.defaultTimeZone = defaultTimeZone;
    }

    /** Writes the record's line with its line break; nothing where it throws before that. */
    public Counted write(KafkaRecord record, OutputStream out) throws IOException {
        Optional<BusinessDay> stamped = EventHeaders.businessDay(record.headers());
        LocalDate date = AccountingDay.of(record.headers(), record.timestampMillis(), defaultTimeZone);
        line.clear();
        line.ascii("{\"partition\":").number(record.partition());
        line.ascii(",\"offset\":").number(record.offset());
        line.ascii(",\"received_at\":\"");
        receivedAt(record.timestampMillis());
        line.ascii("\",\"producer\":").text(record.headers().lastHeader(EventHeaders.PRODUCER));
        line.ascii(",\"business_date\":\"").ascii(date.toString());
        line.ascii("\",\"local_time\":")
                .text(stamped.isPresent() ? record.headers().lastHeader(EventHeaders.LOCAL_TIME) : null);
        boolean received = content(record);
        line.ascii("\n");
        line.writeTo(out);
        return new Counted(date, received);
    }

    private boolean content(KafkaRecord record) {
        byte[] value = record.value();
        if (kind == ArchivedTopic.Kind.EVENTS) {
            line.ascii(",\"key_base64\":").base64(record.key());
            if (value != null && OneLineJson.matches(value)) {
                line.ascii(",\"event\":").bytes(value, 0, value.length).ascii("}");
            } else {
                line.ascii(",\"body_base64\":").base64(value).ascii("}");
            }
            return true;
        }
        Map<String, String> refusal = new HashMap<>();
        refusal.put("code", null);
        refusal.put("refused_by", null);
        if (value != null && OneLineJson.isObject(value, refusal, NAMES)) {
            line.ascii(",").bytes(value, 1, value.length);
        } else {
            line.ascii(",\"body_base64\":").base64(value).ascii("}");
        }
        return RejectionHead.of(value).filter(RejectionHead::isOfDoor).isPresent();
    }

    private void receivedAt(long millis) {
        long second = Math.floorDiv(millis, 1_000L);
        if (second != cachedSecond) {
            String text = Instant.ofEpochSecond(second)
                    .atOffset(ZoneOffset.UTC)
                    .toLocalDateTime()
                    .toString();
            cachedSecondText = ascii(text.length() == "2026-11-20T08:31".length() ? text + ":00" : text);
            cachedSecond = second;
        }
        int milli = (int) Math.floorMod(millis, 1_000L);
        line.bytes(cachedSecondText, 0, cachedSecondText.length).ascii(".");
        line.digit(milli / 100).digit(milli / 10 % 10).digit(milli % 10).ascii("Z");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

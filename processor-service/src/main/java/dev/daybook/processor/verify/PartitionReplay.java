package dev.daybook.processor.verify;

import dev.daybook.events.BusinessDay;
import dev.daybook.events.Document;
import dev.daybook.events.Event;
import dev.daybook.events.EventHeaders;
import dev.daybook.events.EventLimits;
import dev.daybook.events.EventParser;
import dev.daybook.events.Refusal.Code;
import dev.daybook.events.Sha256;
import dev.daybook.events.archive.ArchiveLine;
import dev.daybook.processor.aggregate.RowSelection;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;

/** Judges the archived events of one partition in the order of their offsets. Not thread-safe. */
final class PartitionReplay {
    private final int partition;
    private final int partitions;
    private final ReceiptWindow window;
    private final EventParser parser = new EventParser(EventLimits.RECORDS);
    private long recordMillis;

    /** @param partitions how many the topic has */
    PartitionReplay(int partition, int partitions, Duration window) {
        this.partition = partition;
        this.partitions = partitions;
        this.window = new ReceiptWindow(window);
    }

    /** Lets the partition's time pass without a record that matters. */
    void passTo(long receivedMillis) {
        recordMillis = Math.max(recordMillis, receivedMillis);
    }

    Judged judge(ArchiveLine line) {
        passTo(line.receivedAt().toEpochMilli());
        if (line.value() == null) {
            return rejected(Code.INVALID_JSON);
        }
        Document document = parser.parse(line.value());
        if (document instanceof Document.Unusable unusable) {
            return rejected(unusable.refusal().code());
        }
        if (!(document instanceof Document.Single single)) {
            return rejected(Code.NOT_AN_OBJECT);
        }
        if (single.item() instanceof Document.Refused refused) {
            return rejected(refused.refusal().code());
        }
        return readable(((Document.Accepted) single.item()).event(), line);
    }

    private Judged readable(Event event, ArchiveLine line) {
        byte[] key = event.identity().key();
        if (!Arrays.equals(key, line.key()) || Utils.toPositive(Utils.murmur2(key)) % partitions != partition) {
            return rejected(Code.WRONG_KEY);
        }
        Optional<BusinessDay> day =
                EventHeaders.businessDay(headers(line)).filter(stamped -> RowSelection.isRowDate(stamped.date()));
        if (day.isEmpty()) {
            return rejected(Code.UNREADABLE_HEADERS);
        }
        return switch (window.receipt(ReceiptWindow.Key.of(key), Sha256.of(line.value()), recordMillis)) {
            case FIRST -> new Judged.Counted(event, day.get());
            case DUPLICATE -> new Judged.Duplicate();
            case CONFLICTING -> new Judged.Conflicting();
        };
    }

    /** The record's headers again, as far as the archive keeps them; a line without a local time was not stamped. */
    static Headers headers(ArchiveLine line) {
        Headers headers = new RecordHeaders();
        if (line.producer() != null) {
            headers.add(EventHeaders.PRODUCER, EventHeaders.bytes(line.producer()));
        }
        if (line.localTime() != null) {
            headers.add(
                    EventHeaders.BUSINESS_DATE,
                    EventHeaders.bytes(line.businessDate().toString()));
            headers.add(EventHeaders.LOCAL_TIME, EventHeaders.bytes(line.localTime()));
        }
        return headers;
    }

    private static Judged rejected(Code code) {
        return new Judged.Rejected(code.wireName());
    }
}

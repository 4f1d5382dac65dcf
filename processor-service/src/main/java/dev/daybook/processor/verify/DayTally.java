package dev.daybook.processor.verify;

import dev.daybook.events.EventHeaders;
import dev.daybook.events.RejectionHead;
import dev.daybook.events.archive.ArchiveLine;
import dev.daybook.processor.aggregate.DailyFold;
import dev.daybook.processor.aggregate.Row;
import dev.daybook.processor.aggregate.RowKey;
import dev.daybook.processor.aggregate.RowKind;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the archive's lines of one day come to up to one cut. Memory is that of the day's rows, orders left out. Not thread-safe.
 */
final class DayTally {
    private final Map<RowKey, Row> rows = new HashMap<>();
    private final Map<Rejection, Long> rejections = new TreeMap<>();
    private long counted;
    private long duplicate;
    private long conflicting;
    private long rejected;
    private boolean overflown;

    /** @param producer empty where the record names none */
    record Rejection(String producer, String code) implements Comparable<Rejection> {
        @Override
        public int compareTo(Rejection other) {
            int byProducer = producer.compareTo(other.producer);
            return byProducer != 0 ? byProducer : code.compareTo(other.code);
        }
    }

    void add(ArchiveLine line, Judged judged) {
        if (judged instanceof Judged.Counted event) {
            counted++;
            fold(event, line);
        } else if (judged instanceof Judged.Duplicate) {
            duplicate++;
        } else if (judged instanceof Judged.Conflicting) {
            conflicting++;
            reject(line, dev.daybook.events.Refusal.Code.CONFLICT.wireName());
        } else if (judged instanceof Judged.Rejected why) {
            rejected++;
            reject(line, why.code());
        }
    }

    /** A line of the refused ones: the door's count, the processor's are copies, strangers' are nobody's. */
    void addRefusal(ArchiveLine line) {
        RejectionHead.of(line.value()).filter(RejectionHead::isOfDoor).ifPresent(head -> {
            rejected++;
            reject(line, head.code());
        });
    }

    private void fold(Judged.Counted event, ArchiveLine line) {
        try {
            DailyFold.fold(event.event(), event.day(), line.receivedAt().toEpochMilli())
                    .forEach((key, row) -> {
                        if (key.kind() != RowKind.ORDERS) {
                            rows.merge(key, row, Row::plus);
                        }
                    });
        } catch (ArithmeticException beyondLong) {
            overflown = true;
        }
    }

    private void reject(ArchiveLine line, String code) {
        String producer = EventHeaders.producer(PartitionReplay.headers(line)).orElse("");
        rejections.merge(new Rejection(producer, code), 1L, Long::sum);
    }

    Map<RowKey, Row> rows() {
        return rows;
    }

    Map<Rejection, Long> rejections() {
        return rejections;
    }

    long counted() {
        return counted;
    }

    long duplicate() {
        return duplicate;
    }

    long conflicting() {
        return conflicting;
    }

    long rejected() {
        return rejected;
    }

    /** By the archive every line is received that is one of the four. */
    long received() {
        return counted + duplicate + conflicting + rejected;
    }

    /**
     * Whether a sum didn't fit 64 bits. The processor refuses the event with which its partition's sum would not, which depends
     * on how events are spread over partitions; such a day can't be told from the archive's events alone.
     */
    boolean hasOverflown() {
        return overflown;
    }
}

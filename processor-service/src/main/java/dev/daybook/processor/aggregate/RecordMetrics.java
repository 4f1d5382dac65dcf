package dev.daybook.processor.aggregate;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What became of the records, as counters since the start of the process. Thread-safe. */
final class RecordMetrics {
    final Counter counted;
    final Counter duplicate;
    final Counter conflicting;
    final Counter refused;
    final Counter skipped;
    final Counter refusedByDoor;
    final Counter copies;
    final Counter foreign;

    RecordMetrics(MeterRegistry registry) {
        counted = ofRecords(registry, "counted");
        duplicate = ofRecords(registry, "duplicate");
        conflicting = ofRecords(registry, "conflicting");
        refused = ofRecords(registry, "refused");
        skipped = ofRecords(registry, "skipped");
        refusedByDoor = ofRejections(registry, "door");
        copies = ofRejections(registry, "processor");
        foreign = ofRejections(registry, "foreign");
    }

    private static Counter ofRecords(MeterRegistry registry, String outcome) {
        return Counter.builder("daybook.processor.records")
                .description("Records of the events topic by what became of them; skipped ones, of either topic,"
                        + " were counted before")
                .tag("outcome", outcome)
                .register(registry);
    }

    private static Counter ofRejections(MeterRegistry registry, String refusedBy) {
        return Counter.builder("daybook.processor.rejections")
                .description("Records of the topic of refused ones by who refused them; foreign ones are no refusals:"
                        + " neither service wrote them, and nobody counts them")
                .tag("refused_by", refusedBy)
                .register(registry);
    }
}

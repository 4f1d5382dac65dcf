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

    RecordMetrics(MeterRegistry registry) {
        counted = counter(registry, "counted");
        duplicate = counter(registry, "duplicate");
        conflicting = counter(registry, "conflicting");
        refused = counter(registry, "refused");
        skipped = counter(registry, "skipped");
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("daybook.processor.records")
                .description("Records of the events topic by what became of them; skipped ones were counted before")
                .tag("outcome", outcome)
                .register(registry);
    }
}

package dev.daybook.processor;

import dev.daybook.processor.aggregate.OwnedPartitions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;

/**
 * The few figures of the topology that an operator watches. Streams has 4,000 of its own with twelve partitions, under labels
 * that change with every start; they stay with JMX.
 */
final class TopologyMetrics {
    private static final String LAG = "records-lag-max";
    private static final String RESTORE_CONSUMER = "restore-consumer";

    private TopologyMetrics() {}

    static void bind(MeterRegistry registry, KafkaStreams streams, OwnedPartitions owned) {
        Gauge.builder("daybook.processor.running", streams, TopologyMetrics::running)
                .description("1 while the topology is RUNNING, else 0")
                .register(registry);
        Gauge.builder(
                        "daybook.processor.partitions",
                        owned,
                        partitions -> partitions.all().size())
                .description("Partitions that this instance owns, restored and running")
                .register(registry);
        Gauge.builder("daybook.processor.lag.records", streams, TopologyMetrics::lag)
                .description("How far the partition that is furthest behind is from its end")
                .register(registry);
    }

    private static double running(KafkaStreams streams) {
        return streams.state() == KafkaStreams.State.RUNNING ? 1 : 0;
    }

    private static double lag(KafkaStreams streams) {
        double greatest = 0;
        for (var entry : streams.metrics().entrySet()) {
            if (isLagOfSource(entry.getKey())) {
                greatest = Math.max(greatest, number(entry.getValue()));
            }
        }
        return greatest;
    }

    private static boolean isLagOfSource(MetricName name) {
        return LAG.equals(name.name())
                && !name.tags().getOrDefault("client-id", "").endsWith(RESTORE_CONSUMER);
    }

    /** A consumer that fetched nothing lately gives NaN. */
    private static double number(Metric metric) {
        return metric.metricValue() instanceof Double value && !value.isNaN() ? value : 0;
    }
}

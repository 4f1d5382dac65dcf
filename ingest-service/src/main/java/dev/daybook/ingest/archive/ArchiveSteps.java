package dev.daybook.ingest.archive;

import org.apache.kafka.common.TopicPartition;

/** Is told of every {@link ArchiveStep}, on the thread that takes it and before it goes on. */
public interface ArchiveSteps {
    /** For production. */
    ArchiveSteps UNWATCHED = (step, partition) -> {};

    void reached(ArchiveStep step, TopicPartition partition);
}

package dev.daybook.ingest.archive;

import java.time.Duration;

/**
 * When an object is cut, and how much memory all unfinished ones may take. Other limits only move the cuts: no promise hangs
 * on them, and they may differ between instances.
 *
 * @param maxObjectBytes packed; the last record may carry it over by its own size
 * @param maxObjectRecords lines in one object
 * @param flushAfter how long a part-full object waits for more after its first record was read
 * @param memoryBytes all objects in the making, with 256 KiB each for packing, and under way to S3: beyond it nothing more is
 *     read until one is done, however many partitions and however long S3 is gone
 */
public record ArchiveLimits(long maxObjectBytes, int maxObjectRecords, Duration flushAfter, long memoryBytes) {}

/**
 * The archiver: what stands in Kafka comes to stand in S3, each record exactly once. Start reading at {@link
 * dev.daybook.ingest.archive.Archiver}; the format lies in {@code dev.daybook.events.archive}.
 *
 * <p>Exactly once rests on one invariant: an object is only ever begun at the first record after an object that stands (or at
 * the start of the chain), and its key is made of nothing but that record. So whoever writes a stretch, a retry, a successor
 * or a zombie, writes to the same key, where S3 lets one win; the other compares the lines and goes on after what stands.
 */
package dev.daybook.ingest.archive;

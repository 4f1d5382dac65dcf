/**
 * The raw archive's format: names of its objects, its lines, and its index. Pure: whoever reads the archive brings the object
 * store through {@link dev.daybook.events.archive.ArchiveSource}.
 *
 * <p>An object {@code raw/dt=YYYY-MM-DD/hour=HH/<topic>-<partition>-<first offset>.ndjson.gz} holds consecutive records of one
 * partition, received in one UTC hour. Per partition the objects form a chain: each begins with the first record after the one
 * before it, and its key names nothing but that beginning, so that of two writers of the same stretch one wins.
 *
 * <p>Beside each stands an entry of the index, {@code index/<topic>-<partition>/dt=YYYY-MM-DD/<first offset>.json}. An entry
 * also carries the sums of its partition's day so far: what was received up to a cut is then one entry per partition and day,
 * however many objects the day has.
 */
package dev.daybook.events.archive;

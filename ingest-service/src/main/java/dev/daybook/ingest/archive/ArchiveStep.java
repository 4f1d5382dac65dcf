package dev.daybook.ingest.archive;

/**
 * Every moment between reading records and being done with them at which a process can die with a different part of the work
 * done. Tests kill it at each.
 */
public enum ArchiveStep {
    /** The object is whole in memory; nothing stands. */
    BEFORE_PUT,
    /** S3 has the object, or had one of the key already; it isn't compared yet. */
    AFTER_PUT,
    /** What stands is known to agree; its index entry isn't written. */
    BEFORE_INDEX,
    /** Object and entry stand; the group's offset is still before them. */
    AFTER_INDEX,
    /** The consumer's thread is about to commit. */
    BEFORE_COMMIT,
    /** All is done; the next object begins after this one. */
    AFTER_COMMIT
}

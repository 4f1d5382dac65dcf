package dev.daybook.ingest.receive;

/** What became of a record that was to be appended. */
enum Appended {
    /** On every in-sync replica. */
    DURABLE,
    /** The broker takes none of that size, whenever it is sent. */
    TOO_LARGE,
    /** Not sent at all: an outage. */
    UNAVAILABLE,
    /** Sent, but not acknowledged in time: it may or may not be there. */
    UNKNOWN,
    /** Not sent: the buffer is full. */
    BUFFER_FULL
}

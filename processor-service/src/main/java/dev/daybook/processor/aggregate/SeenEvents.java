package dev.daybook.processor.aggregate;

import java.util.Optional;

/**
 * Remembers which events a partition has received, exactly for each identity, for DEDUP_WINDOW from the first receipt. Not
 * thread-safe: it belongs to the thread that processes the partition.
 */
interface SeenEvents {

    /** What a record is to the identity that it carries. */
    enum Outcome {
        /** Not received within the window before: it counts, and the window starts at it. */
        NEW,
        /** The same bytes were received within the window. */
        DUPLICATE,
        /** Other bytes were received within the window. */
        CONFLICT
    }

    /**
     * Says what the record is, and remembers it if it is new.
     *
     * @param identityKey {@code Identity.key()}
     */
    Outcome firstReceipt(byte[] identityKey, FirstReceipt receipt);

    /**
     * The receipt that the identity's window began at, or empty where there is none or it ended. Any thread may ask.
     *
     * @param recordTimeMillis the partition's record time
     */
    Optional<FirstReceipt> find(byte[] identityKey, long recordTimeMillis);

    /**
     * Forgets some of what has expired; it has no effect on what {@link #firstReceipt} answers.
     *
     * @param recordTimeMillis the partition's record time
     * @param maxRows how many rows it may look at
     */
    void sweep(long recordTimeMillis, int maxRows);
}

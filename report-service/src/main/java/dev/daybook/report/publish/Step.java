package dev.daybook.report.publish;

/**
 * The steps of a run in their order, each a point at which a process may die: whoever goes on with the run later comes to the
 * same revision, the same bytes, and at most one mail.
 */
public enum Step {
    TAKEN,
    FIGURES_READ,
    REVISION_CLAIMED,
    CANONICAL_STORED,
    ORDERS_STORED,
    TEXT_STORED,
    /** Behind all files beside the text, for kinds of reports without such, too. */
    FILES_STORED,
    /** The first of the files under {@code processed/} stands; never taken for kinds of reports that have none there. */
    PROCESSED_BEGUN,
    PROCESSED_STORED,
    MANIFEST_STORED,
    PENDING_RECORDED,
    PUBLISHING_RECORDED,
    SENT,
    OUTCOME_RECORDED,
    RUN_ENDED;

    /** Is told of each step as soon as it is done. */
    public interface Listener {
        /** Nobody needs to know. */
        Listener NONE = (step, day) -> {};

        void done(Step step, DayKey day);
    }
}

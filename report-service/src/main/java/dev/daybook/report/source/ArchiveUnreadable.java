package dev.daybook.report.source;

/** The raw archive or its index holds something torn or altered, or lacks what it names; trying again won't help. */
public final class ArchiveUnreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ArchiveUnreadable(String message, Throwable cause) {
        super(message, cause);
    }
}

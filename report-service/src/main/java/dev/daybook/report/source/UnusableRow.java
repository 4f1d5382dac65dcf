package dev.daybook.report.source;

/** Ends the reading of the shop's rows: what its message says of one of them makes all of them useless. */
final class UnusableRow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableRow(String message) {
        super(message);
    }
}

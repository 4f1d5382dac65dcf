package dev.daybook.report.publish;

/** The ledger did not do what was asked; trying again later may help. */
public final class LedgerUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LedgerUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}

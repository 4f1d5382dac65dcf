package dev.daybook.allinone.database;

/** Says that the embedded MariaDB server did not start or could not be ended; the message holds its last log lines. */
public final class DatabaseFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DatabaseFailed(String message) {
        super(message);
    }

    public DatabaseFailed(String message, Throwable cause) {
        super(message, cause);
    }
}

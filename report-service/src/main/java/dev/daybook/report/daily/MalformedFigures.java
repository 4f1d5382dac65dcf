package dev.daybook.report.daily;

/** JSON that should hold a day's figures but doesn't; the message has the pointer to what is wrong. */
public final class MalformedFigures extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedFigures(String message) {
        super(message);
    }

    public MalformedFigures(String message, Throwable cause) {
        super(message, cause);
    }
}

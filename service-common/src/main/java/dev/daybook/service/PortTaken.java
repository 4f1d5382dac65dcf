package dev.daybook.service;

/**
 * Says that a part did not start because something else listens on its port; nothing of the part is left running. The message
 * is one line for the person who started it: the port, the setting that chose it, and what to do.
 */
public final class PortTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int port;
    private final String setting;

    public PortTaken(int port, String setting, Throwable cause) {
        super(
                "port " + port + " (" + setting + ") is taken: stop what listens there, or set " + setting
                        + " to another port (0 picks a free one)",
                cause);
        this.port = port;
        this.setting = setting;
    }

    public int port() {
        return port;
    }

    /** The environment variable that chose the port, for example {@code AWS_PORT}. */
    public String setting() {
        return setting;
    }
}

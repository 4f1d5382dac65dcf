package dev.daybook.allinone;

/**
 * Says that a part did not start because something else listens on its port; nothing of the part is left running. The
 * message is one line for the person who started Daybook: the port, the setting that chose it, and what to do.
 */
public final class PortTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int port;
    private final String setting;

    public PortTaken(ListenAddress address, Throwable cause) {
        super(
                "port " + address.port() + " (" + address.setting() + ") is taken on " + address.bindAddress()
                        + ": stop what listens there, or set " + address.setting()
                        + " to another port (0 picks a free one)",
                cause);
        this.port = address.port();
        this.setting = address.setting();
    }

    public int port() {
        return port;
    }

    /** The environment variable that chose the port, for example {@code AWS_PORT}. */
    public String setting() {
        return setting;
    }
}

package dev.daybook.service;

/** A port that something else listens on; the message names it and the setting that moves it. */
public final class PortTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PortTaken(int port, String setting, Throwable cause) {
        super("port " + port + " is taken; free it, or set " + setting + " to another (0 picks a free one)", cause);
    }
}

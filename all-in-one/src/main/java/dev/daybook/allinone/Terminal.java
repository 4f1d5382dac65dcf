package dev.daybook.allinone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Locale;

/**
 * What a command says to a person besides its output: progress on one line of the terminal, and questions. Both are left out
 * where no terminal is there. {@code ./daybook} tells by system properties: the JVM knows only of input and output together, and
 * from Java 22 on takes anything for a terminal.
 */
final class Terminal {
    private static final String ERASE_LINE = "\r\033[K";

    private final PrintStream err;
    private final InputStream in;
    private final boolean shows;
    private final boolean asks;

    Terminal(PrintStream err, InputStream in, boolean shows, boolean asks) {
        this.err = err;
        this.in = in;
        this.shows = shows;
        this.asks = asks;
    }

    static Terminal standard() {
        return new Terminal(
                System.err,
                System.in,
                Boolean.getBoolean("daybook.terminal.err"),
                Boolean.getBoolean("daybook.terminal.in"));
    }

    /** Whether the output goes to a terminal, where a line can be drawn over. */
    static boolean isOutput() {
        return Boolean.getBoolean("daybook.terminal.out");
    }

    /** Shows the line in place of the last one. */
    void progress(String line) {
        if (shows) {
            err.print(ERASE_LINE + line);
            err.flush();
        }
    }

    /** Clears the line of progress. */
    void progressEnds() {
        progress("");
    }

    boolean canAsk() {
        return asks;
    }

    /** Whether the person says yes. */
    boolean confirms(String question) throws IOException {
        err.print(question + " [y/N] ");
        err.flush();
        String answer = new BufferedReader(new InputStreamReader(in, Charset.defaultCharset())).readLine();
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }
}

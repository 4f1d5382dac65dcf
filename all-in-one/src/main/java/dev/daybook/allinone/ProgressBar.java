package dev.daybook.allinone;

import java.io.PrintStream;

/**
 * Shows how far a piece of work is on one line of a terminal; where the output is no terminal, a line for every quarter, so that
 * a log stays readable. Not thread-safe.
 */
final class ProgressBar {
    private static final int WIDTH = 40;
    private static final int QUARTERS = 4;

    private final PrintStream out;
    private final boolean terminal;
    private final String label;
    private final long total;
    private int shown;

    ProgressBar(PrintStream out, boolean terminal, String label, long total) {
        this.out = out;
        this.terminal = terminal;
        this.label = label;
        this.total = total;
        this.shown = terminal ? -1 : 0; // a log needs no line that nothing is done yet
    }

    void at(long done) {
        int steps = terminal ? WIDTH : QUARTERS;
        int step = (int) (done * steps / total);
        if (step == shown) {
            return;
        }
        shown = step;
        if (terminal) {
            out.printf("\r%s [%s%s] %,d of %,d", label, "#".repeat(step), ".".repeat(WIDTH - step), done, total);
            if (done == total) {
                out.println();
            }
        } else {
            out.printf("%s: %,d of %,d%n", label, done, total);
        }
        out.flush();
    }
}

package dev.daybook.report.publish;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What is one kind of report's own: how its day is read, when that makes a revision, and what is rendered from a revision's
 * canonical JSON. Runs, claims, files and publication are the same for all kinds. Implementations are thread-safe.
 */
public interface ReportKind {
    /** What it is called in the ledger and in {@code ?report=}. */
    String name();

    /** Why it isn't made with these settings, for whoever asks for it; empty where it is. */
    Optional<String> notMadeHere();

    /** Whether a run that is still held at its deadline has FAILED, so that only a new one tries again; else it waits on. */
    boolean givesUpAtDeadline();

    /** Reads what the day's report is made from. Blocks, for less than a run may take ({@code ReportLimits.runLimit}). */
    DayReading read(LocalDate date) throws InterruptedException;

    /**
     * Everything of a revision that follows from its canonical JSON, an earlier release's too. Pure.
     *
     * @throws dev.daybook.report.daily.MalformedFigures where the bytes are no canonical JSON of this kind
     */
    Rendered render(byte[] canonical);
}

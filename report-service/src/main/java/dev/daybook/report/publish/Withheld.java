package dev.daybook.report.publish;

import dev.daybook.report.daily.Accounting;
import dev.daybook.report.daily.Reconciliation;
import dev.daybook.report.daily.ReportStatus;
import java.util.Optional;

/** Why a revision stands in S3 and the ledger, and is not mailed unless somebody asks for that. */
public enum Withheld {
    HISTORY("the day is older than CATCH_UP_DAYS or from before the installation's first event;"
            + " ask for a run of it to have it sent"),
    EMPTY_DAY("nothing was sold and nothing needs attention, and REPORT_EMPTY_DAYS is off"),
    NOT_ASKED("it was asked for without a mail");

    private final String reason;

    Withheld(String reason) {
        this.reason = reason;
    }

    /** For people. */
    public String reason() {
        return reason;
    }

    /**
     * Whether the next revision of a day is withheld. Whoever was mailed a report is mailed its revisions.
     *
     * @param soldNothing whether nothing was sold that day
     * @param followsMailed whether an earlier revision of the day was mailed, or is going to be
     * @param reportEmptyDays whether a day on which nothing was sold is mailed
     */
    static Optional<Withheld> of(
            RunPurpose purpose,
            RevisionSummary summary,
            boolean soldNothing,
            boolean followsMailed,
            boolean reportEmptyDays) {
        return switch (purpose) {
            case ASKED -> Optional.empty();
            case KEPT -> Optional.of(NOT_ASKED);
            case HISTORY -> followsMailed ? Optional.empty() : Optional.of(HISTORY);
            case DUE, INTERIM ->
                soldNothing && !followsMailed && !reportEmptyDays && !needsAttention(summary)
                        ? Optional.of(EMPTY_DAY)
                        : Optional.empty();
        };
    }

    /** Refusals, an equation that fails and differences with the shop are told of even where nothing was sold. */
    private static boolean needsAttention(RevisionSummary summary) {
        return summary.status() == ReportStatus.PROVISIONAL
                || summary.reconciliation().equals(Optional.of(Reconciliation.Status.FAIL))
                || summary.accounting().filter(Withheld::needsAttention).isPresent();
    }

    private static boolean needsAttention(Accounting accounting) {
        return accounting.differs() || accounting.rejected() > 0 || accounting.conflicting() > 0;
    }

    /** Whether such a run ends this reason, so that it is decided anew whether the revision is withheld. */
    boolean endsWith(RunPurpose purpose) {
        return purpose == RunPurpose.ASKED
                || (this == NOT_ASKED && (purpose == RunPurpose.DUE || purpose == RunPurpose.INTERIM));
    }
}

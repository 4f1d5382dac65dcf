package dev.daybook.report.daily;

import java.util.Optional;

/** Which revision of a day's report its figures belong to. */
public sealed interface RevisionDecision {

    /** They make a new revision. */
    record Make(int revision) implements RevisionDecision {}

    /** The last revision already says what they say, or knows more. */
    record Keep(int revision) implements RevisionDecision {}

    /**
     * What the decision needs of a revision that exists.
     *
     * @param isReconciled whether it says how the day agrees with the shop's database
     */
    record Standing(int revision, ReportStatus status, String salesDigest, boolean isReconciled, Cut cut) {}

    /**
     * A first revision always; a further one only for a closed day, where a sales figure changed, the status
     * rises or a missing reconciliation is there. What is
     * only PROVISIONAL takes an INTERIM one's place, and none other's: a COMPLETE one knew more, and a second PROVISIONAL one
     * would mail its reader at every look. Figures that were read before the last revision's never make one: two replicas may
     * finish in another order than they began, and a revision must not take back what the one before it knew. A change in
     * accounting alone makes none, and neither does one in what the reconciliation says.
     *
     * @param isReconciled whether the day was compared with the shop's database
     */
    static RevisionDecision of(
            Figures figures, boolean isReconciled, BusinessCalendar calendar, Optional<Standing> last) {
        if (last.isEmpty()) {
            return new Make(1);
        }
        Standing standing = last.get();
        boolean says = figures.isWhole()
                ? standing.status() != ReportStatus.COMPLETE
                        || (isReconciled && !standing.isReconciled())
                        || !standing.salesDigest().equals(CanonicalJson.salesDigest(figures.stores()))
                : standing.status() == ReportStatus.INTERIM;
        return Report.hasEnded(figures, calendar) && says && figures.cut().covers(standing.cut())
                ? new Make(standing.revision() + 1)
                : new Keep(standing.revision());
    }
}

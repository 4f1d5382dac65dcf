package dev.daybook.report.publish;

import dev.daybook.report.daily.Accounting;
import dev.daybook.report.daily.Cut;
import dev.daybook.report.daily.Reconciliation;
import dev.daybook.report.daily.ReportStatus;
import java.util.List;
import java.util.Optional;

/**
 * What the ledger's row says of a revision's content, for lists and for deciding on the next one.
 *
 * @param cut empty for kinds of reports that are not of the topics
 * @param net net sales by currency
 * @param accounting empty for kinds of reports, and in revisions of releases, that did none
 * @param reconciliation empty where no shop's database was set
 * @param salesDigest SHA-256 in hex of the figures alone: it changes when one of them does, and with nothing else
 */
public record RevisionSummary(
        ReportStatus status,
        Optional<Cut> cut,
        List<Net> net,
        Optional<Accounting> accounting,
        Optional<Reconciliation.Status> reconciliation,
        String salesDigest) {

    /** @param amount a decimal string */
    public record Net(String currency, String amount) {}

    public RevisionSummary {
        net = List.copyOf(net);
    }

    /** Whether it says how the day agrees with the shop's database. */
    public boolean isReconciled() {
        return reconciliation
                .filter(outcome -> outcome != Reconciliation.Status.NOT_RECONCILED)
                .isPresent();
    }
}

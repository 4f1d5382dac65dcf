package dev.daybook.report.publish;

import dev.daybook.report.daily.Accounting;
import dev.daybook.report.daily.Cut;
import dev.daybook.report.daily.Reconciliation;
import dev.daybook.report.daily.ReportStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One revision as the ledger has it.
 *
 * @param publication null until its files stand in S3
 * @param withheld why it is not mailed; empty where it was meant to be
 * @param s3Prefix what the keys of its files start with, ending in a slash
 * @param storedAt null until its files stand in S3
 * @param publishedAt null unless SNS took it
 * @param messageId SNS's; null unless it took it
 * @param lastError what the last attempt to publish came upon; null where there was nothing
 */
public record Revision(
        RevisionKey key,
        Publication publication,
        Optional<Withheld> withheld,
        RevisionSummary summary,
        String canonicalSha256,
        String s3Prefix,
        Instant storedAt,
        int publishAttempts,
        Instant publishedAt,
        String messageId,
        String lastError) {

    public boolean isStored() {
        return publication != null;
    }

    public ReportStatus status() {
        return summary.status();
    }

    public Optional<Cut> cut() {
        return summary.cut();
    }

    public List<RevisionSummary.Net> net() {
        return summary.net();
    }

    public Optional<Accounting> accounting() {
        return summary.accounting();
    }

    public Optional<Reconciliation.Status> reconciliation() {
        return summary.reconciliation();
    }
}

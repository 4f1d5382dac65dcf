package dev.daybook.report.publish;

import dev.daybook.report.daily.Accounting;
import dev.daybook.report.daily.Cut;
import dev.daybook.report.daily.ReportStatus;
import dev.daybook.report.daily.RevisionDecision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One revision as the ledger has it.
 *
 * @param publication null until its files stand in S3
 * @param net net sales by currency
 * @param accounting empty in revisions of releases that did none
 * @param s3Prefix what the keys of its files start with, ending in a slash
 * @param storedAt null until its files stand in S3
 * @param publishedAt null unless SNS took it
 * @param messageId SNS's; null unless it took it
 * @param lastError what the last attempt to publish came upon; null where there was nothing
 */
public record Revision(
        RevisionKey key,
        ReportStatus status,
        Publication publication,
        Cut cut,
        List<Net> net,
        Optional<Accounting> accounting,
        String salesDigest,
        String canonicalSha256,
        String s3Prefix,
        Instant storedAt,
        int publishAttempts,
        Instant publishedAt,
        String messageId,
        String lastError) {

    /** @param amount a decimal string */
    public record Net(String currency, String amount) {}

    public boolean isStored() {
        return publication != null;
    }

    RevisionDecision.Standing standing() {
        return new RevisionDecision.Standing(key.revision(), status, salesDigest, cut);
    }
}

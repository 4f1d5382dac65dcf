package dev.daybook.report.publish;

import dev.daybook.report.daily.CanonicalJson;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the files of claimed revisions, the canonical JSON first and the manifest last, and notes in the ledger that they stand.
 * If some stand already, whoever wrote them, everything else is made from those; if they are not what was claimed, a ledger that
 * is gone knew whether they were mailed, and this one notes that it is UNKNOWN. Blocks; thread-safe; throws
 * {@link dev.daybook.service.objects.ObjectStoreUnavailable} and {@link LedgerUnavailable}.
 */
final class RevisionWriter {
    private static final Logger LOG = LoggerFactory.getLogger(RevisionWriter.class);

    private final RevisionLedger revisions;
    private final ReportKinds kinds;
    private final ReportFiles files;
    private final Duration firstSweep;
    private final BiConsumer<RevisionKey, String> alarm;
    private final Step.Listener steps;

    /**
     * Writes for all runs of one process.
     *
     * @param firstSweep when the sweep may begin to publish what was written: whoever writes it does so at once
     * @param alarm told of a publication that is UNKNOWN from the start, and why
     */
    RevisionWriter(
            RevisionLedger revisions,
            ReportKinds kinds,
            ReportFiles files,
            Duration firstSweep,
            BiConsumer<RevisionKey, String> alarm,
            Step.Listener steps) {
        this.revisions = revisions;
        this.kinds = kinds;
        this.files = files;
        this.firstSweep = firstSweep;
        this.alarm = alarm;
        this.steps = steps;
    }

    /** The revision as it is once its files stand. */
    Revision stored(Revision revision) {
        return revision.isStored() ? revision : store(revision);
    }

    private Revision store(Revision revision) {
        RevisionKey key = revision.key();
        String prefix = revision.s3Prefix();
        Optional<byte[]> claimed = revisions.unstored(key);
        byte[] canonical = claimed.isPresent()
                ? files.putCanonical(prefix, claimed.get())
                : files.standingCanonical(prefix).orElseThrow();
        steps.done(Step.CANONICAL_STORED, key.day());
        Rendered rendered = kinds.of(key.day()).render(canonical);
        Optional<byte[]> orders =
                rendered.summary().isReconciled() ? storeOrders(revision, canonical) : Optional.empty();
        steps.done(Step.ORDERS_STORED, key.day());
        String text = files.putText(prefix, rendered.text());
        steps.done(Step.TEXT_STORED, key.day());
        List<Rendered.File> beside = files.putFiles(prefix, rendered.files());
        steps.done(Step.FILES_STORED, key.day());
        Map<String, byte[]> processed = storeProcessed(key, rendered);
        files.putManifest(prefix, key, canonical, orders, text, beside, processed);
        steps.done(Step.MANIFEST_STORED, key.day());
        String sha256 = CanonicalJson.sha256(canonical);
        if (claimed.isPresent() && !Arrays.equals(claimed.get(), canonical)) {
            revisions.foundStored(key, rendered.summary(), sha256);
            alarm.accept(key, RevisionLedger.FOUND_STORED);
        } else {
            revisions.stored(key, rendered.summary(), sha256, firstSweep);
        }
        steps.done(Step.PENDING_RECORDED, key.day());
        LOG.info("{} stands in S3 under {}", key, prefix);
        return revisions.find(key).orElseThrow();
    }

    /**
     * Writes the list of reconciled orders that belongs to the canonical JSON. Bytes that the ledger doesn't know were reconciled
     * apart, and only the list that stands beside them can be theirs.
     */
    private Optional<byte[]> storeOrders(Revision revision, byte[] canonical) {
        Optional<byte[]> claimed = CanonicalJson.sha256(canonical).equals(revision.canonicalSha256())
                ? revisions.unstoredOrders(revision.key())
                : Optional.empty();
        return claimed.map(csv -> files.putOrders(revision.s3Prefix(), csv))
                .or(() -> files.standingOrders(revision.s3Prefix()));
    }

    /** What stands of the files under {@code processed/} after this. */
    private Map<String, byte[]> storeProcessed(RevisionKey key, Rendered rendered) {
        Map<String, byte[]> standing = new LinkedHashMap<>();
        rendered.processed().forEach((name, bytes) -> {
            standing.put(name, files.putProcessed(key, name, bytes));
            if (standing.size() == 1) {
                steps.done(Step.PROCESSED_BEGUN, key.day());
            }
        });
        steps.done(Step.PROCESSED_STORED, key.day());
        return standing;
    }
}

package dev.daybook.report.web;

import dev.daybook.report.source.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What became of the receipts of one identity, as far as those that are known decide it. Pure. */
final class ReceiptOutcomes {
    private ReceiptOutcomes() {}

    /** The words of the API; {@code received} where receipts that are not known may decide. */
    enum Outcome {
        COUNTED,
        DUPLICATE,
        CONFLICTING,
        REFUSED,
        RECEIVED
    }

    /**
     * Of each receipt.
     *
     * @param receipts by the time of receipt
     * @param knownFrom from when on all receipts are among them; null where that isn't known of any time
     */
    static List<Outcome> of(List<Receipt> receipts, Duration window, Instant knownFrom) {
        List<Outcome> outcomes = new ArrayList<>();
        Receipt first = null;
        Receipt before = null;
        for (Receipt receipt : receipts) {
            if (receipt.refusal() != null) {
                outcomes.add(Outcome.REFUSED);
                continue;
            }
            Instant windowStart = receipt.receivedAt().minus(window);
            boolean isKnown = knownFrom != null && !windowStart.isBefore(knownFrom);
            boolean isAlone = before == null || before.receivedAt().isBefore(windowStart);
            boolean begins =
                    first == null ? isKnown && isAlone : first.receivedAt().isBefore(windowStart);
            if (begins) {
                first = receipt;
                outcomes.add(Outcome.COUNTED);
            } else if (first == null) {
                outcomes.add(Outcome.RECEIVED);
            } else {
                outcomes.add(receipt.sha256().equals(first.sha256()) ? Outcome.DUPLICATE : Outcome.CONFLICTING);
            }
            before = receipt;
        }
        return outcomes;
    }
}

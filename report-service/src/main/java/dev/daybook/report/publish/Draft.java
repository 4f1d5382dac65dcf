package dev.daybook.report.publish;

import java.util.Optional;

/**
 * A revision that is not claimed yet.
 *
 * @param canonical its canonical JSON, which everything else of it but the orders is rendered from
 * @param reconciledOrders the list of orders that were compared, as CSV in UTF-8; empty where none were
 */
public record Draft(int revision, RevisionSummary summary, byte[] canonical, Optional<byte[]> reconciledOrders) {}

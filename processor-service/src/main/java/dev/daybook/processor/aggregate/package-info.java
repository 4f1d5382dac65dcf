/**
 * From records to rows: the topology, de-duplication, and the pure fold. Start reading at {@link
 * dev.daybook.processor.aggregate.DailySalesTopology}.
 */
package dev.daybook.processor.aggregate;

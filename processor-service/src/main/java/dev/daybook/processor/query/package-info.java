/**
 * Queries over the state stores of all instances: each instance answers for the partitions it owns, and an answer is merged only
 * when every partition is in it exactly once. Start reading at {@link dev.daybook.processor.query.DayQuery}.
 */
package dev.daybook.processor.query;

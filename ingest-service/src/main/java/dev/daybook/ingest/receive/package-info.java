/**
 * The door: events over HTTP into Kafka. A request goes through {@link dev.daybook.ingest.receive.EventsHandler}, which reads
 * top down as the flow does: format, body, checks, records, append, answer.
 */
package dev.daybook.ingest.receive;

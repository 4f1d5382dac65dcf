/** The door of Daybook: takes events over HTTP and makes them durable in Kafka. {@code receive} is the way in. */
package dev.daybook.ingest;

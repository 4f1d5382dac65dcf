/** The processor service: counts the events in Kafka Streams, and answers queries for what it counted. */
package dev.daybook.processor;

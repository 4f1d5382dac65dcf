/**
 * The contract between the services: the envelope and the sale events with their strict parser, money, the business day,
 * and the topics. Everything here is pure and free of I/O, and imports Jackson's streaming core and kafka-clients only.
 */
package dev.daybook.events;

package dev.daybook.processor.aggregate;

import dev.daybook.events.PartialEnvelope;
import dev.daybook.events.Refusal;

/**
 * Why a record of the events topic is not counted, to be kept in the topic of refused ones.
 *
 * @param envelope what the event says of itself all the same
 */
record Refused(Refusal refusal, PartialEnvelope envelope) {}

package dev.daybook.report.daily;

/**
 * How many of a producer's events were refused for one reason on a day, conflicts included.
 *
 * @param producer the id of its API key; null where the records name none
 */
public record RejectionCount(String producer, String code, long count) {}

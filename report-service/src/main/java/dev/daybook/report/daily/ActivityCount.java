package dev.daybook.report.daily;

/**
 * How many events of a type other than sales a source sent.
 *
 * @param status the events' own status; null where they have none
 */
public record ActivityCount(String source, String eventType, String status, long count) {}

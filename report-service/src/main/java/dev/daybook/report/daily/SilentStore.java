package dev.daybook.report.daily;

import java.time.LocalTime;

/**
 * A store without any order in a stretch of its opening hours that is too long to be chance; the times are its own.
 *
 * @param from when the stretch begins
 * @param to when it ends, midnight for the end of the day
 * @param wholeDay whether that is all of the time in which it was open
 */
public record SilentStore(String storeId, LocalTime from, LocalTime to, boolean wholeDay) {}

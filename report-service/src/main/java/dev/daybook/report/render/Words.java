package dev.daybook.report.render;

import dev.daybook.events.CurrencyCode;
import dev.daybook.events.Decimals;
import dev.daybook.report.daily.Report;
import dev.daybook.report.daily.ReportStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** How figures and dates read wherever a report is shown: in English, amounts with their currency before them. */
public final class Words {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ENGLISH);

    private Words() {}

    /** Such as {@code GBP 8204.10}. */
    public static String money(long minorUnits, CurrencyCode currency) {
        return currency.code() + " " + Decimals.money(minorUnits, currency);
    }

    public static String units(long millis) {
        return Decimals.quantity(millis).toPlainString();
    }

    /** Such as {@code 08:00}. */
    public static String hour(int hour) {
        return (hour < 10 ? "0" : "") + hour + ":00";
    }

    /** Such as {@code Thursday, 19 November 2026}. */
    public static String day(LocalDate date) {
        return DAY.format(date);
    }

    /** Such as {@code 2026-11-19 16:00 Europe/London}. */
    public static String time(Instant instant, ZoneId zone) {
        return MINUTE.format(instant.truncatedTo(ChronoUnit.MINUTES).atZone(zone)) + " " + zone.getId();
    }

    /** What a reader has to know before the first figure. */
    public static String standing(Report report) {
        String until = time(report.cut().at(), report.calendar().zone());
        return report.status() == ReportStatus.COMPLETE
                ? "Complete: the day has ended and everything received by " + until + " is counted."
                : "Interim: the day is not over; what was received by " + until + " is counted.";
    }
}

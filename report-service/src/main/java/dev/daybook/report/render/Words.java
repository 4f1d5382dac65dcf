package dev.daybook.report.render;

import dev.daybook.events.CurrencyCode;
import dev.daybook.events.Decimals;
import dev.daybook.report.daily.Accounting;
import dev.daybook.report.daily.Report;
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
        return switch (report.status()) {
            case COMPLETE -> "Complete: the day has ended and everything received by " + until + " is counted.";
            case PROVISIONAL ->
                "Provisional: something received by " + until
                        + " may be missing. The complete report follows by itself once it is there.";
            case INTERIM -> "Interim: the day is not over; what was received by " + until + " is counted.";
        };
    }

    /** Such as {@code received 8 = counted 5 + duplicate 1 + conflicting 1 + rejected 1}; where it fails, with both sums. */
    public static String equation(Accounting accounting) {
        String known = "counted " + accounting.counted() + " + duplicate " + accounting.duplicate() + " + conflicting "
                + accounting.conflicting() + " + rejected " + accounting.rejected();
        if (accounting.received().isEmpty()) {
            return known + " = " + accounting.accountedFor();
        }
        String received = "received " + accounting.received().getAsLong();
        return accounting.differs()
                ? received + ", but " + known + " = " + accounting.accountedFor()
                : received + " = " + known;
    }

    /** What the equation means for whoever relies on the figures. */
    public static String verdict(Accounting accounting) {
        if (accounting.received().isEmpty()) {
            return "How many records were received is not known yet, so nothing proves these figures.";
        }
        long difference = accounting.difference().getAsLong();
        if (difference == 0) {
            return "Every record that was received is accounted for.";
        }
        return difference > 0
                ? "DOES NOT ADD UP: of what was received, " + difference + " is not accounted for."
                : "DOES NOT ADD UP: " + Math.negateExact(difference) + " more is accounted for than was received.";
    }
}

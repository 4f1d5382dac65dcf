package dev.daybook.report.render;

import dev.daybook.events.CurrencyCode;
import dev.daybook.report.daily.Accounting;
import dev.daybook.report.daily.ComparedOrder;
import dev.daybook.report.daily.Reconciliation;
import dev.daybook.report.daily.Report;
import dev.daybook.report.daily.StoreDay;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** How figures and dates read wherever a report is shown: in English, amounts as {@link Amounts} has them. */
public final class Words {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter DAY_WITHOUT_YEAR =
            DateTimeFormatter.ofPattern("EEEE d MMMM", Locale.ENGLISH);
    private static final DateTimeFormatter SHORT_DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ENGLISH);

    private Words() {}

    /** Such as {@code GBP 8,204.10}. */
    public static String money(long minorUnits, CurrencyCode currency) {
        return Amounts.money(minorUnits, currency);
    }

    public static String units(long millis) {
        return Amounts.units(millis);
    }

    /** Such as {@code 08:00}. */
    public static String hour(int hour) {
        return (hour < 10 ? "0" : "") + hour + ":00";
    }

    /** An hour from its beginning to its end, such as {@code 08:00–09:00}. */
    public static String hours(int hour) {
        return hour(hour) + "–" + hour(hour + 1);
    }

    /** Such as {@code 12 Nov}. */
    public static String shortDay(LocalDate date) {
        return SHORT_DAY.format(date);
    }

    /** Such as {@code Thursday 12 November}. */
    public static String dayWithoutYear(LocalDate date) {
        return DAY_WITHOUT_YEAR.format(date);
    }

    /** Such as {@code Thursday}. */
    public static String weekday(LocalDate date) {
        return date.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
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
        String known = "counted " + Amounts.count(accounting.counted()) + " + duplicate "
                + Amounts.count(accounting.duplicate()) + " + conflicting " + Amounts.count(accounting.conflicting())
                + " + rejected " + Amounts.count(accounting.rejected());
        if (accounting.received().isEmpty()) {
            return known + " = " + Amounts.count(accounting.accountedFor());
        }
        String received = "received " + Amounts.count(accounting.received().getAsLong());
        return accounting.differs()
                ? received + ", but " + known + " = " + Amounts.count(accounting.accountedFor())
                : received + " = " + known;
    }

    /** Such as {@code Soho (soho)}; a store that nobody registered shows it. */
    public static String store(Report report, String storeId) {
        return store(report, storeId, name -> name);
    }

    /** @param shown what of a name is fit to stand there */
    static String store(Report report, String storeId, UnaryOperator<String> shown) {
        String id = shown.apply(storeId);
        return report.dayOf(storeId)
                .map(day -> day.isRegistered() ? shown.apply(day.name()) + " (" + id + ")" : id + " (not registered)")
                .orElse(id);
    }

    /** As {@link #store}, without saying that a store is not registered, for where that is said of all of them. */
    static String shortStore(Report report, String storeId, UnaryOperator<String> shown) {
        return report.dayOf(storeId)
                .filter(day -> day.isRegistered() && !day.name().equals(storeId))
                .map(day -> shown.apply(day.name()) + " (" + shown.apply(storeId) + ")")
                .orElseGet(() -> shown.apply(storeId));
    }

    /** A sentence on a date that didn't last 24 hours in the store, such as {@code This day had 25 hours in Europe/London.} */
    public static Optional<String> unusualLength(Report report, String storeId) {
        return report.dayOf(storeId)
                .filter(day -> !day.isUsual())
                .map(day -> "This day had " + hours(day.length()) + " in "
                        + day.zone().getId() + ".");
    }

    /** Such as {@code 23 hours} or {@code 24 h 30 min}. */
    private static String hours(Duration length) {
        if (length.toMinutesPart() == 0) {
            return length.toHours() + (length.toHours() == 1 ? " hour" : " hours");
        }
        return length.toHours() + " h " + length.toMinutesPart() + " min";
    }

    /** Whose days the report's are. */
    public static String days(Report report) {
        String byDefault = report.calendar().zone().getId() + ", starting at "
                + report.calendar().dayStartsAt();
        boolean anyRegistered = report.storeDays().stream().anyMatch(StoreDay::isRegistered);
        return (anyRegistered
                        ? "Days are those of each store's own time zone, and those of " + byDefault
                                + ", for what is of no registered store"
                        : "Days are those of " + byDefault)
                + " (time zone data " + report.timeZoneData() + ").";
    }

    /** How the day agrees with the shop's database, in a sentence. */
    public static String reconciliation(Reconciliation reconciliation) {
        if (reconciliation instanceof Reconciliation.NotReconciled not) {
            return "Not reconciled with the shop's database: " + not.reason() + ".";
        }
        Reconciliation.Compared compared = (Reconciliation.Compared) reconciliation;
        List<String> counts = new ArrayList<>();
        for (ComparedOrder.Kind kind : ComparedOrder.Kind.values()) {
            if (compared.count(kind) > 0) {
                counts.add(Amounts.count(compared.count(kind)) + " " + kind(kind));
            }
        }
        return "Reconciled with the shop's database: "
                + (compared.status() == Reconciliation.Status.PASS ? "PASS" : "FAIL") + ". Orders: "
                + (counts.isEmpty() ? "none on either side" : String.join(", ", counts)) + ".";
    }

    /** What is said of an order of that kind. */
    public static String kind(ComparedOrder.Kind kind) {
        return switch (kind) {
            case MATCHED -> "matched";
            case ONLY_IN_DATABASE -> "only in the shop's database";
            case ONLY_IN_STREAM -> "only in the stream";
            case AMOUNTS_DIFFER -> "with another amount";
            case DUPLICATED_IN_DATABASE -> "more than once in the shop's database";
            case VOIDED -> "voided";
            case REFUND_OF_OTHER_DAY -> "refunds of other days' orders";
        };
    }

    /** What the shop's database has of an order. */
    public static String inDatabase(ComparedOrder order) {
        return order.database() == null ? "–" : money(order.database(), order.currency());
    }

    /** What the stream has of an order. */
    public static String inStream(ComparedOrder order) {
        return order.stream() == null ? "–" : money(order.stream().net(), order.currency());
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
                ? "DOES NOT ADD UP: of what was received, " + Amounts.count(difference) + " is not accounted for."
                : "DOES NOT ADD UP: " + Amounts.count(Math.negateExact(difference))
                        + " more is accounted for than was received.";
    }
}

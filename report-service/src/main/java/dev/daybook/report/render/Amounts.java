package dev.daybook.report.render;

import dev.daybook.events.CurrencyCode;
import dev.daybook.events.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * How figures read wherever a report is shown: with thousands separators and a real minus sign, an amount with its currency's own
 * decimals. Percentages are rounded half-up to one decimal.
 */
public final class Amounts {
    private static final char MINUS = '−';
    private static final int GROUP = 3;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    /** Beyond it a percentage says less than the two amounts. */
    private static final BigDecimal MAX_PERCENT = BigDecimal.valueOf(999);

    private Amounts() {}

    /** Such as {@code GBP 8,204.10}. */
    public static String money(long minorUnits, CurrencyCode currency) {
        return currency.code() + " " + number(minorUnits, currency);
    }

    /** As {@link #money}, without the currency. */
    public static String number(long minorUnits, CurrencyCode currency) {
        return grouped(Decimals.money(minorUnits, currency));
    }

    /** A round amount without its currency, nor decimals that are all 0, such as {@code 1,000}. */
    public static String wholeUnits(long minorUnits, CurrencyCode currency) {
        return number(minorUnits, currency).replaceAll("\\.0+$", "");
    }

    /** Such as {@code GBP +412.30}, {@code GBP −0.05} or {@code GBP 0.00}. */
    public static String difference(long minorUnits, CurrencyCode currency) {
        return currency.code() + " " + (minorUnits > 0 ? "+" : "") + number(minorUnits, currency);
    }

    /** Such as {@code 1,207}. */
    public static String count(long count) {
        return grouped(Long.toString(count));
    }

    /** Such as {@code 1 order} or {@code 1,207 orders}. */
    public static String counted(long count, String one, String many) {
        return count(count) + " " + (count == 1 ? one : many);
    }

    /** A quantity in thousandths as the shortest decimal, such as {@code 12.25}. */
    public static String units(long millis) {
        return grouped(Decimals.quantity(millis).toPlainString());
    }

    /** By how many percent a figure rose or fell; empty where that means nothing: it was 0 or less before, or next to nothing. */
    static Optional<BigDecimal> percent(long now, long before) {
        if (before <= 0) {
            return Optional.empty();
        }
        BigDecimal change = BigDecimal.valueOf(now).subtract(BigDecimal.valueOf(before));
        BigDecimal percent = change.multiply(HUNDRED).divide(BigDecimal.valueOf(before), 1, RoundingMode.HALF_UP);
        return percent.abs().compareTo(MAX_PERCENT) > 0 ? Optional.empty() : Optional.of(percent);
    }

    /** Such as {@code +5.3%}, {@code −1.2%} or {@code 0.0%}; empty where {@link #percent} is. */
    public static Optional<String> change(long now, long before) {
        return percent(now, before)
                .map(percent -> (percent.signum() > 0 ? "+" : "") + grouped(percent.toPlainString()) + "%");
    }

    private static String grouped(String decimal) {
        boolean negative = decimal.startsWith("-");
        String digits = negative ? decimal.substring(1) : decimal;
        int point = digits.indexOf('.');
        String whole = point < 0 ? digits : digits.substring(0, point);
        StringBuilder grouped = new StringBuilder();
        if (negative) {
            grouped.append(MINUS);
        }
        for (int i = 0; i < whole.length(); i++) {
            if (i > 0 && (whole.length() - i) % GROUP == 0) {
                grouped.append(',');
            }
            grouped.append(whole.charAt(i));
        }
        return grouped.append(point < 0 ? "" : digits.substring(point)).toString();
    }

    /** In ASCII, for what takes nothing else. */
    static String ascii(String shown) {
        return shown.replace(MINUS, '-');
    }
}

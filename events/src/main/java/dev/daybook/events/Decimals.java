package dev.daybook.events;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalLong;

/**
 * Exact decimals between text and scaled {@code long}s; no double anywhere. Length and exponent are checked before any
 * arithmetic, because {@code 1e30000000 + 0.01} alone would take BigDecimal twelve seconds.
 */
public final class Decimals {
    /** Characters of the longest decimal that is read; 19 digits fill a long, the rest is room for zeros. */
    public static final int MAX_LENGTH = 48;
    /** Largest exponent, either way, of a JSON number that is read. */
    public static final int MAX_EXPONENT = 18;

    private Decimals() {}

    /**
     * Reads {@code -?digits[.digits]}, and where {@code exponentAllowed} (JSON numbers) also {@code e[+-]digits}.
     *
     * @return null where the text is anything else or beyond the limits
     */
    static BigDecimal parse(String text, boolean exponentAllowed) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return null;
        }
        int at = text.charAt(0) == '-' ? 1 : 0;
        int end = digits(text, at);
        if (end == at) {
            return null;
        }
        if (end < text.length() && text.charAt(end) == '.') {
            int fraction = end + 1;
            end = digits(text, fraction);
            if (end == fraction) {
                return null;
            }
        }
        if (end < text.length() && !(exponentAllowed && exponentWithinLimit(text, end))) {
            return null;
        }
        return new BigDecimal(text);
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    private static boolean exponentWithinLimit(String text, int at) {
        if (text.charAt(at) != 'e' && text.charAt(at) != 'E') {
            return false;
        }
        int from = at + 1;
        if (from < text.length() && (text.charAt(from) == '+' || text.charAt(from) == '-')) {
            from++;
        }
        int end = digits(text, from);
        return end == text.length()
                && end > from
                && end - from <= 4
                && Integer.parseInt(text, from, end, 10) <= MAX_EXPONENT;
    }

    /** The value times 10^scale, or empty where that isn't a whole number or doesn't fit a long. */
    static OptionalLong scaled(BigDecimal value, int scale) {
        try {
            return OptionalLong.of(value.setScale(scale, RoundingMode.UNNECESSARY)
                    .unscaledValue()
                    .longValueExact());
        } catch (ArithmeticException finerOrTooLarge) {
            return OptionalLong.empty();
        }
    }

    /** Minor units as a plain decimal with all of the currency's decimals: 1234 GBP is {@code 12.34}. */
    public static String money(long minorUnits, CurrencyCode currency) {
        return BigDecimal.valueOf(minorUnits, currency.decimals()).toPlainString();
    }

    /** The inverse of {@link #money}. */
    public static long minorUnits(String money, CurrencyCode currency) {
        return new BigDecimal(money)
                .setScale(currency.decimals(), RoundingMode.UNNECESSARY)
                .unscaledValue()
                .longValueExact();
    }

    /** Thousandths as the shortest decimal: 2000 is {@code 2}, 1250 is {@code 1.25}. */
    public static BigDecimal quantity(long millis) {
        BigDecimal shortest = BigDecimal.valueOf(millis, 3).stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }

    /** Dividend ÷ divisor, half-up, in the dividend's unit. */
    public static long divideHalfUp(long dividend, long divisor) {
        return BigDecimal.valueOf(dividend)
                .divide(BigDecimal.valueOf(divisor), 0, RoundingMode.HALF_UP)
                .longValueExact();
    }
}

package dev.daybook.events;

import java.util.Currency;
import java.util.Optional;

/**
 * An ISO 4217 currency that money can be counted in, with the number of decimals of its minor unit (JPY 0, GBP 2, KWD 3).
 */
public record CurrencyCode(String code, int decimals) implements Comparable<CurrencyCode> {

    /** The currency of that code, or empty where ISO 4217 knows none or gives it no minor unit (gold, test codes). */
    public static Optional<CurrencyCode> of(String code) {
        if (code.length() != 3) {
            return Optional.empty();
        }
        try {
            int decimals = Currency.getInstance(code).getDefaultFractionDigits();
            return decimals < 0 ? Optional.empty() : Optional.of(new CurrencyCode(code, decimals));
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }

    /** As {@link #of}, for a code that was checked before. */
    public static CurrencyCode checked(String code) {
        return of(code).orElseThrow(() -> new IllegalArgumentException("not a currency of ISO 4217: " + code));
    }

    @Override
    public int compareTo(CurrencyCode other) {
        return code.compareTo(other.code);
    }
}

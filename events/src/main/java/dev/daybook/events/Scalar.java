package dev.daybook.events;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.daybook.events.Refusal.Code;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A field's value as it stood in the text, not judged yet: whether {@code details} are a sale's may only be known after they
 * were read. A JSON null counts as absent. The checks take the pointer to the object and the field's name apart, so that the
 * pointer is put together only for a refusal.
 *
 * @param token what kind of value it was, or null for an absent one
 * @param text a string's content or a number's digits; null for anything else
 */
record Scalar(JsonToken token, String text) {
    static final Scalar ABSENT = new Scalar(null, null);

    static Scalar read(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case VALUE_NULL -> ABSENT;
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Scalar(token, parser.getText());
            case START_OBJECT, START_ARRAY -> {
                parser.skipChildren();
                yield new Scalar(token, null);
            }
            default -> new Scalar(token, null);
        };
    }

    boolean isAbsent() {
        return token == null;
    }

    boolean isText() {
        return token == JsonToken.VALUE_STRING;
    }

    private boolean isNumber() {
        return token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
    }

    String requiredText(String parent, String field, int maxCharacters) throws Refusing {
        String given = optionalText(parent, field, maxCharacters);
        if (given == null) {
            throw missing(parent, field);
        }
        return given;
    }

    /** The text, or null where it is absent. */
    String optionalText(String parent, String field, int maxCharacters) throws Refusing {
        if (isAbsent()) {
            return null;
        }
        if (!isText()) {
            throw new Refusing(Code.WRONG_TYPE, parent + "/" + field, field + " must be a string.");
        }
        if (!Text.isValid(text, maxCharacters)) {
            throw new Refusing(
                    Code.INVALID_TEXT,
                    parent + "/" + field,
                    field + " must have 1 to " + maxCharacters
                            + " characters of well-formed Unicode and no control characters.");
        }
        return text;
    }

    /** The text, or null where it is none that is fit to be shown. */
    String textOrNull(int maxCharacters) {
        return isText() && Text.isValid(text, maxCharacters) ? text : null;
    }

    /** The instant, or null where it is none. */
    Instant timestampOrNull() {
        return isText() ? Timestamps.parse(text) : null;
    }

    Instant requiredTimestamp(String parent, String field) throws Refusing {
        if (isAbsent()) {
            throw missing(parent, field);
        }
        Instant instant = timestampOrNull();
        if (instant == null) {
            throw new Refusing(
                    isText() ? Code.INVALID_TIMESTAMP : Code.WRONG_TYPE,
                    parent + "/" + field,
                    field
                            + " must be an RFC 3339 date-time of the years 0001 to 9998 with an offset, such as \"2026-11-20T08:31:07Z\" or \"2026-11-20T09:31:07.412+01:00\".");
        }
        return instant;
    }

    boolean optionalBoolean(String parent, String field) throws Refusing {
        if (isAbsent()) {
            return false;
        }
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw new Refusing(Code.WRONG_TYPE, parent + "/" + field, field + " must be true or false.");
        }
        return token == JsonToken.VALUE_TRUE;
    }

    /** The exact decimal, or null where it is absent. */
    BigDecimal optionalDecimal(String parent, String field, Code code) throws Refusing {
        if (isAbsent()) {
            return null;
        }
        if (!isText() && !isNumber()) {
            throw new Refusing(Code.WRONG_TYPE, parent + "/" + field, field + " must be a decimal string or a number.");
        }
        BigDecimal decimal = Decimals.parse(text, isNumber());
        if (decimal == null) {
            throw new Refusing(
                    code,
                    parent + "/" + field,
                    field + " must be a plain decimal of at most " + Decimals.MAX_LENGTH
                            + " characters, such as \"3.70\".");
        }
        return decimal;
    }

    /** Minor units from 0 to {@code max}, or null where it is absent. */
    Long optionalAmount(String parent, String field, CurrencyCode currency, long max) throws Refusing {
        BigDecimal decimal = optionalDecimal(parent, field, Code.INVALID_AMOUNT);
        if (decimal == null) {
            return null;
        }
        if (decimal.signum() < 0) {
            throw new Refusing(
                    Code.INVALID_AMOUNT,
                    parent + "/" + field,
                    field + " must not be negative; refunds and voids carry positive amounts.");
        }
        // Decimals.parse bounds length and exponent, so this multiplication is cheap.
        if (decimal.movePointRight(currency.decimals()).compareTo(BigDecimal.valueOf(max)) > 0) {
            throw tooLarge(parent, field);
        }
        return Decimals.scaled(decimal, currency.decimals())
                .orElseThrow(() -> new Refusing(
                        Code.INVALID_AMOUNT,
                        parent + "/" + field,
                        field + " has more decimals than " + currency.code() + "'s " + currency.decimals() + "."));
    }

    static Refusing tooLarge(String parent, String field) {
        return new Refusing(
                Code.AMOUNT_TOO_LARGE,
                parent + "/" + field,
                field + " is larger than Daybook counts: " + SaleCheck.MAX_AMOUNT + " minor units for an event.");
    }

    static Refusing missing(String parent, String field) {
        return new Refusing(Code.MISSING_FIELD, parent + "/" + field, field + " is required.");
    }
}

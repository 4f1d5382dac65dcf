package dev.daybook.report.daily;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.events.CurrencyCode;
import dev.daybook.events.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A JSON value that is read strictly: what is missing or of another type throws {@link MalformedFigures} with its JSON pointer,
 * because a figure that silently became 0 would be reported as one.
 */
public final class JsonFields {
    private static final int THOUSANDTHS = 3;

    private final JsonNode node;
    private final String pointer;

    JsonFields(JsonNode node, String pointer) {
        this.node = node;
        this.pointer = pointer;
    }

    private JsonNode field(String name, String type, boolean matches) {
        if (!matches) {
            throw new MalformedFigures(pointer + "/" + name + " must be " + type);
        }
        return node.get(name);
    }

    public String text(String name) {
        return field(name, "a string", node.path(name).isTextual()).textValue();
    }

    public String textOrNull(String name) {
        return isNull(name) ? null : text(name);
    }

    /** The field's object; empty where it is null or absent. */
    Optional<JsonFields> findObject(String name) {
        return isNull(name) ? Optional.empty() : Optional.of(object(name));
    }

    /** Whether the field is null or absent. */
    public boolean isNull(String name) {
        return !node.hasNonNull(name);
    }

    public long integer(String name) {
        return field(
                        name,
                        "a whole number",
                        node.path(name).canConvertToLong() && node.path(name).isIntegralNumber())
                .longValue();
    }

    /** A whole number that an {@code int} holds. */
    public int smallInteger(String name) {
        return field(
                        name,
                        "a whole number of at most 32 bits",
                        node.path(name).canConvertToInt() && node.path(name).isIntegralNumber())
                .intValue();
    }

    public boolean flag(String name) {
        return field(name, "true or false", node.path(name).isBoolean()).booleanValue();
    }

    /** A JSON number, exact. */
    public BigDecimal decimal(String name) {
        return field(name, "a number", node.path(name).isNumber()).decimalValue();
    }

    /** A JSON number in thousandths. */
    public long thousandths(String name) {
        BigDecimal number = decimal(name);
        try {
            return number.movePointRight(THOUSANDTHS).longValueExact();
        } catch (ArithmeticException finerOrTooLarge) {
            throw new MalformedFigures(pointer + "/" + name + " must have at most 3 decimals", finerOrTooLarge);
        }
    }

    /** A decimal string in the currency's minor units. */
    public long money(String name, CurrencyCode currency) {
        String text = text(name);
        try {
            return Decimals.minorUnits(text, currency);
        } catch (ArithmeticException | NumberFormatException malformed) {
            throw new MalformedFigures(
                    pointer + "/" + name + " must be an amount of " + currency.code() + " as a decimal string",
                    malformed);
        }
    }

    public CurrencyCode currency(String name) {
        return CurrencyCode.of(text(name))
                .orElseThrow(() -> new MalformedFigures(pointer + "/" + name + " must be a currency of ISO 4217"));
    }

    public JsonFields object(String name) {
        return new JsonFields(field(name, "an object", node.path(name).isObject()), pointer + "/" + name);
    }

    public JsonFields array(String name) {
        return new JsonFields(field(name, "an array", node.path(name).isArray()), pointer + "/" + name);
    }

    /** The elements of an array, each a string. */
    public List<String> texts() {
        List<String> texts = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            if (!node.get(i).isTextual()) {
                throw new MalformedFigures(pointer + "/" + i + " must be a string");
            }
            texts.add(node.get(i).textValue());
        }
        return texts;
    }

    /** The elements of an array, each an object. */
    public List<JsonFields> elements() {
        List<JsonFields> elements = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            if (!node.get(i).isObject()) {
                throw new MalformedFigures(pointer + "/" + i + " must be an object");
            }
            elements.add(new JsonFields(node.get(i), pointer + "/" + i));
        }
        return elements;
    }
}

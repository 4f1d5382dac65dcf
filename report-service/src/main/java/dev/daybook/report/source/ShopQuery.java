package dev.daybook.report.source;

import dev.daybook.service.settings.Setting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A query over the shop's database with the day's parameters by name, such as {@code :day_start}; what stands in quotes and
 * comments is left alone. Immutable.
 *
 * @param setting where the query comes from, for messages
 * @param sql with a {@code ?} in place of each parameter
 * @param parameters one for each {@code ?}, in their order
 */
record ShopQuery(String setting, String sql, List<Parameter> parameters) {

    /** What a query can ask of its day. Times without a zone, as MariaDB's columns have them. */
    enum Parameter {
        /** The first instant of the business date, in UTC. */
        DAY_START,
        /** The first instant after the business date, in UTC. */
        DAY_END,
        /** When the business date begins on the shop's wall clock. */
        LOCAL_DAY_START,
        /** When the next business date begins on the shop's wall clock. */
        LOCAL_DAY_END,
        /** The business date itself. */
        BUSINESS_DATE;

        static Optional<Parameter> named(String name) {
            return Arrays.stream(values())
                    .filter(parameter ->
                            parameter.name().toLowerCase(Locale.ROOT).equals(name))
                    .findFirst();
        }
    }

    /** What decides which business date an order of the shop's is read for. */
    enum Dating {
        /** The shop's time zone and day start. */
        INSTANT,
        /** The shop's day start alone, on the clock that its columns show. */
        WALL_CLOCK,
        /** The date that the database itself keeps. */
        DATE
    }

    private static final String NAMES = Arrays.stream(Parameter.values())
            .map(parameter -> ":" + parameter.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));

    /** Quoted text, comments, a named parameter, or a bare question mark, whichever comes first. */
    private static final Pattern TOKEN = Pattern.compile(
            "'(?:[^'\\\\]|\\\\.|'')*+'" + "|\"(?:[^\"\\\\]|\\\\.|\"\")*+\""
                    + "|`[^`]*+`" + "|--\\s[^\\n]*+" + "|#[^\\n]*+" + "|/\\*.*?\\*/" + "|:(?<name>[A-Za-z_]+)"
                    + "|(?<mark>\\?)",
            Pattern.DOTALL);

    ShopQuery {
        parameters = List.copyOf(parameters);
    }

    /**
     * How it dates orders.
     *
     * @param hasPlacedAt whether its rows have the column by which those of other dates are passed over
     */
    Dating dating(boolean hasPlacedAt) {
        if (hasPlacedAt || parameters.contains(Parameter.DAY_START) || parameters.contains(Parameter.DAY_END)) {
            return Dating.INSTANT;
        }
        return parameters.contains(Parameter.LOCAL_DAY_START) || parameters.contains(Parameter.LOCAL_DAY_END)
                ? Dating.WALL_CLOCK
                : Dating.DATE;
    }

    /** A setting that takes a query. */
    static Setting<ShopQuery> setting(String name, String description) {
        return new Setting<>(
                name,
                "one SQL query",
                null,
                false,
                false,
                description + " May use " + NAMES + ".",
                text -> parse(name, text));
    }

    /**
     * Reads a query.
     *
     * @throws IllegalArgumentException where it uses a parameter that there isn't, or none by name
     */
    static ShopQuery parse(String setting, String text) {
        List<Parameter> parameters = new ArrayList<>();
        StringBuilder sql = new StringBuilder();
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            if (token.group("mark") != null) {
                throw new IllegalArgumentException("must name its parameters (" + NAMES + ") instead of using ?");
            }
            String name = token.group("name");
            if (name == null) {
                token.appendReplacement(sql, Matcher.quoteReplacement(token.group()));
                continue;
            }
            parameters.add(Parameter.named(name)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "must not use the parameter :" + name + "; there are " + NAMES)));
            token.appendReplacement(sql, "?");
        }
        token.appendTail(sql);
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException("must ask for one day: use " + NAMES);
        }
        return new ShopQuery(setting, sql.toString(), parameters);
    }
}

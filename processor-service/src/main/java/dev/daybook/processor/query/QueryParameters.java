package dev.daybook.processor.query;

import dev.daybook.processor.aggregate.RowKind;
import dev.daybook.processor.aggregate.RowSelection;
import dev.daybook.service.http.Problem;
import dev.daybook.service.http.Request;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads the parameters of a query, or says which of them is wrong. */
final class QueryParameters {
    static final String DATE = "date";
    static final String STORE_ID = "store_id";
    static final String KINDS = "kinds";

    private static final int MAX_STORE_ID_CHARACTERS = 128;

    /** What is wrong, for an answer with status 400. */
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        Wrong(String parameter, String detail) {
            super(detail);
            problem = Problem.badRequest("invalid_parameter", parameter + " " + detail);
        }

        Problem problem() {
            return problem;
        }
    }

    private final Request request;

    /** @throws Wrong where there is a parameter besides those known, or one of them twice */
    QueryParameters(Request request, String... known) throws Wrong {
        this.request = request;
        for (String name : new TreeSet<>(request.query().keySet())) {
            if (!List.of(known).contains(name)) {
                throw new Wrong(name, "is not a parameter of this call; it takes " + String.join(", ", known) + ".");
            }
            if (request.query().get(name).size() > 1) {
                throw new Wrong(name, "is given more than once.");
            }
        }
    }

    LocalDate date() throws Wrong {
        String text = request.parameter(DATE)
                .orElseThrow(() -> new Wrong(DATE, "is missing: a business date, such as 2026-11-20."));
        return date(text);
    }

    /** A text that must be there. */
    String text(String name) throws Wrong {
        return request.parameter(name)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new Wrong(name, "is missing."));
    }

    static LocalDate date(String text) throws Wrong {
        return date(DATE, text);
    }

    static LocalDate date(String name, String text) throws Wrong {
        try {
            LocalDate date = LocalDate.parse(text);
            if (RowSelection.isRowDate(date)) {
                return date;
            }
        } catch (DateTimeException malformed) {
            // the same answer as for a date that no event can have
        }
        throw new Wrong(name, "must be a business date, YYYY-MM-DD, such as 2026-11-20.");
    }

    /** The store, or null for all. */
    String storeId() throws Wrong {
        String storeId = request.parameter(STORE_ID).orElse(null);
        if (storeId != null
                && (storeId.isEmpty()
                        || storeId.codePointCount(0, storeId.length()) > MAX_STORE_ID_CHARACTERS
                        || storeId.codePoints().anyMatch(Character::isISOControl))) {
            throw new Wrong(
                    STORE_ID, "must have 1 to " + MAX_STORE_ID_CHARACTERS + " characters, no control characters.");
        }
        return storeId;
    }

    Set<RowKind> kinds() throws Wrong {
        Set<RowKind> kinds = EnumSet.noneOf(RowKind.class);
        for (String name : request.parameter(KINDS).orElse("").split(",")) {
            kinds.add(java.util.Arrays.stream(RowKind.values())
                    .filter(kind -> kind.wireName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new Wrong(KINDS, "must be kinds of rows, separated by commas.")));
        }
        if (request.parameter(STORE_ID).isPresent() && !kinds.stream().allMatch(RowKind::hasStore)) {
            throw new Wrong(STORE_ID, "can't go with kinds of rows that have no store.");
        }
        return kinds;
    }
}

package dev.daybook.report.web;

import dev.daybook.report.daily.Report;
import dev.daybook.service.http.Problem;
import dev.daybook.service.http.Request;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;

/** What a request asks for, read strictly; what can't be read throws {@link Refused} with the answer. */
final class Parameters {
    private Parameters() {}

    /** Ends a request with a problem. Only within this package. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        Refused(Problem problem) {
            super(problem.detail(), null, false, false);
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }

    /** The kind of report; there is one. */
    static String report(Request request) throws Refused {
        String report = request.parameter("report").orElse(Report.DAILY_SALES);
        if (!report.equals(Report.DAILY_SALES)) {
            throw new Refused(
                    Problem.notFound("There is no report of that name; there is " + Report.DAILY_SALES + "."));
        }
        return report;
    }

    static LocalDate date(Request request) throws Refused {
        return parsed("date", request.pathParameter("date"));
    }

    static Optional<LocalDate> optionalDate(Request request, String name) throws Refused {
        Optional<String> text = request.parameter(name);
        return text.isEmpty() ? Optional.empty() : Optional.of(parsed(name, text.get()));
    }

    private static LocalDate parsed(String name, String text) throws Refused {
        try {
            LocalDate date = LocalDate.parse(text);
            if (date.getYear() >= 1 && date.getYear() <= 9999) {
                return date;
            }
        } catch (DateTimeException malformed) {
            // the same answer as for a year out of range
        }
        throw new Refused(Problem.badRequest("malformed_date", "\"" + name + "\" must be a date, YYYY-MM-DD."));
    }

    static OptionalInt integer(Request request, String name, int min, int max) throws Refused {
        Optional<String> text = request.parameter(name);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            int value = Integer.parseInt(text.get());
            if (value >= min && value <= max) {
                return OptionalInt.of(value);
            }
        } catch (NumberFormatException malformed) {
            // the same answer as for one out of range
        }
        throw new Refused(Problem.badRequest(
                "malformed_" + name, "\"" + name + "\" must be a whole number from " + min + " to " + max + "."));
    }
}

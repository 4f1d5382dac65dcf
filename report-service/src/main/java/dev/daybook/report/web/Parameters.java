package dev.daybook.report.web;

import dev.daybook.report.daily.Report;
import dev.daybook.report.publish.LedgerUnavailable;
import dev.daybook.report.publish.ReportKind;
import dev.daybook.report.publish.ReportKinds;
import dev.daybook.report.publish.RevisionKey;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.HttpHandler;
import dev.daybook.service.http.Problem;
import dev.daybook.service.http.Request;
import dev.daybook.service.objects.ObjectStoreUnavailable;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a request asks for, read strictly; what can't be read throws {@link Refused} with the answer. */
final class Parameters {
    private static final Logger LOG = LoggerFactory.getLogger(Parameters.class);
    private static final Duration AWAY_WAIT = Duration.ofSeconds(5);

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

    /** Answers a request, or refuses it. */
    interface Handler {
        Answer handle(Request request) throws Refused, IOException, InterruptedException;
    }

    static HttpHandler.Blocking refusing(Handler handler) {
        return request -> {
            try {
                return handler.handle(request);
            } catch (Refused refused) {
                return refused.problem().answer();
            } catch (LedgerUnavailable | ObjectStoreUnavailable away) {
                return unavailable(away);
            }
        };
    }

    /** The answer where the ledger or S3 is away: no fault of the service's, and over when they are back. */
    static Answer unavailable(RuntimeException away) {
        LOG.warn("a request can't be answered: {}", away.getMessage());
        return new Problem(
                        503,
                        away instanceof LedgerUnavailable ? "ledger_unavailable" : "files_unavailable",
                        "A part that this needs is away: " + away.getMessage()
                                + ". Try again; what changes something may have been done, so look first.")
                .retryAfter(AWAY_WAIT);
    }

    /** The kind of report, one that is made here. */
    static String report(Request request, ReportKinds kinds) throws Refused {
        String report = request.parameter("report").orElse(Report.DAILY_SALES);
        ReportKind kind = kinds.find(report)
                .orElseThrow(() -> new Refused(Problem.notFound(
                        "There is no report of that name; there are " + String.join(", ", kinds.names()) + ".")));
        Optional<String> why = kind.notMadeHere();
        if (why.isPresent()) {
            throw new Refused(Problem.notFound(why.get() + "."));
        }
        return report;
    }

    /** Whether the caller wants the mail's text in place of JSON; {@code format} goes before the Accept header. */
    static boolean wantsText(Request request) throws Refused {
        Optional<String> format = request.parameter("format");
        if (format.isPresent() && !format.get().equals("text") && !format.get().equals("json")) {
            throw new Refused(Problem.badRequest("malformed_format", "\"format\" must be json or text."));
        }
        return format.map("text"::equals)
                .orElseGet(() -> request.header("accept")
                        .filter(accept -> accept.trim().startsWith("text/plain"))
                        .isPresent());
    }

    static LocalDate date(Request request) throws Refused {
        return parsed("date", request.pathParameter("date"));
    }

    static RevisionKey revision(Request request, ReportKinds kinds) throws Refused {
        String number = request.pathParameter("revision");
        if (!number.matches("[1-9][0-9]{0,8}")) {
            throw new Refused(Problem.badRequest("malformed_revision", "A revision is a whole number from 1 on."));
        }
        return new RevisionKey(report(request, kinds), date(request), Integer.parseInt(number));
    }

    static Optional<LocalDate> optionalDate(Request request, String name) throws Refused {
        Optional<String> text = request.parameter(name);
        return text.isEmpty() ? Optional.empty() : Optional.of(parsed(name, text.get()));
    }

    static LocalDate parsed(String name, String text) throws Refused {
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

    /** A row's number. */
    static OptionalLong id(Request request, String name) throws Refused {
        Optional<String> text = request.parameter(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!text.get().matches("[0-9]{1,18}")) {
            throw new Refused(Problem.badRequest(
                    "malformed_" + name, "\"" + name + "\" must be a whole number, as in \"next\"."));
        }
        return OptionalLong.of(Long.parseLong(text.get()));
    }
}

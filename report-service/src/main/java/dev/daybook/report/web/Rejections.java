package dev.daybook.report.web;

import dev.daybook.report.source.ArchivePlace;
import dev.daybook.report.source.ArchiveUnreadable;
import dev.daybook.report.source.RejectionArchive;
import dev.daybook.report.source.RejectionQuery;
import dev.daybook.report.web.Parameters.Refused;
import dev.daybook.service.http.Problem;
import dev.daybook.service.http.Request;
import dev.daybook.service.objects.ObjectStoreUnavailable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a request for refusals asks for, and the page of them. A few are read at a time, the others are told to wait. Thread-safe. */
final class Rejections {
    private static final Logger LOG = LoggerFactory.getLogger(Rejections.class);
    private static final int USUAL_PAGE = 50;
    private static final int MAX_PAGE = 200;
    /** Each may hold an object of 8 MiB and a page of 4 MiB. */
    private static final int MAX_READING = 4;

    private final RejectionArchive archive;
    private final Semaphore places = new Semaphore(MAX_READING);

    Rejections(RejectionArchive archive) {
        this.archive = archive;
    }

    /** What was asked, and what there is. */
    record Found(RejectionQuery query, int limit, RejectionArchive.Page page) {

        /** Where the next page is, or null. */
        String next(String base) {
            return page.next()
                    .map(place -> path(base, query) + "&limit=" + limit + "&after=" + place.opaque())
                    .orElse(null);
        }
    }

    Found find(Request request) throws Refused {
        LocalDate date = Parameters.optionalDate(request, "date")
                .orElseThrow(() -> new Refused(Problem.badRequest(
                        "missing_date",
                        "\"date\" is needed: the business date, YYYY-MM-DD, that the refusals count on.")));
        // A form sends what was left empty, too.
        RejectionQuery query = new RejectionQuery(
                date,
                request.parameter("producer").filter(text -> !text.isEmpty()),
                request.parameter("code").filter(text -> !text.isEmpty()));
        int limit = Parameters.integer(request, "limit", 1, MAX_PAGE).orElse(USUAL_PAGE);
        Optional<String> after = request.parameter("after");
        Optional<ArchivePlace> from = after.flatMap(ArchivePlace::parse);
        if (after.isPresent() && from.isEmpty()) {
            throw new Refused(
                    Problem.badRequest("malformed_after", "\"after\" must come from the \"next\" of a page."));
        }
        if (!places.tryAcquire()) {
            throw new Refused(new Problem(503, "too_many_readers", "Others are reading refusals; try again."));
        }
        try {
            return new Found(query, limit, archive.read(query, from, limit));
        } catch (ObjectStoreUnavailable unavailable) {
            LOG.warn("refusals can't be read: {}", unavailable.getMessage());
            throw new Refused(new Problem(503, "archive_unavailable", "The archive can't be reached; try again."));
        } catch (ArchiveUnreadable damaged) {
            LOG.error("the archive is damaged: {}", damaged.getMessage());
            throw new Refused(new Problem(
                    500, "archive_unreadable", "The archive is damaged, run archive check: " + damaged.getMessage()));
        } finally {
            places.release();
        }
    }

    static String path(String base, RejectionQuery query) {
        return base + "?date=" + query.date()
                + query.producer().map(text -> "&producer=" + encoded(text)).orElse("")
                + query.code().map(text -> "&code=" + encoded(text)).orElse("");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

package dev.daybook.report.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.report.publish.ByHand;
import dev.daybook.report.publish.PublicationLedger;
import dev.daybook.report.publish.Publisher;
import dev.daybook.report.publish.ReportKinds;
import dev.daybook.report.publish.Revision;
import dev.daybook.report.publish.RevisionKey;
import dev.daybook.report.publish.RevisionLedger;
import dev.daybook.report.web.Parameters.Refused;
import dev.daybook.service.Json;
import dev.daybook.service.http.Access;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.HttpHandler;
import dev.daybook.service.http.HttpService.Routes;
import dev.daybook.service.http.Problem;
import dev.daybook.service.http.Request;
import dev.daybook.service.objects.ObjectStoreUnavailable;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * What people do about a revision's mail: look at its attempts, send it once more, say that it arrived. Each names the attempt
 * that it saw, so what is repeated by a client, or asked by two at once, is done once. Thread-safe.
 */
public final class PublicationApi {
    static final int MAX_REASON = 500;
    /** Each waits for SNS on a worker of the server; the rest is for everybody else. */
    private static final int MAX_RESENDS_AT_ONCE = 3;

    private static final Duration BUSY_WAIT = Duration.ofSeconds(5);

    private final ReportKinds kinds;
    private final RevisionLedger revisions;
    private final PublicationLedger publications;
    private final Publisher publisher;
    private final Semaphore resends = new Semaphore(MAX_RESENDS_AT_ONCE);

    public PublicationApi(
            ReportKinds kinds, RevisionLedger revisions, PublicationLedger publications, Publisher publisher) {
        this.kinds = kinds;
        this.revisions = revisions;
        this.publications = publications;
        this.publisher = publisher;
    }

    public void addTo(Routes routes) {
        String revision = "/v1/reports/:date/revisions/:revision";
        routes.get(revision + "/publications", Access.READ, Parameters.refusing(this::list))
                .add("POST", revision + "/resend", Access.OPERATE, blocking(this::resend))
                .add("POST", revision + "/mark-sent", Access.OPERATE, blocking(this::markSent));
    }

    private static HttpHandler blocking(Parameters.Handler handler) {
        return HttpHandler.blocking(Parameters.refusing(handler));
    }

    private Answer list(Request request) throws Refused {
        RevisionKey key = Parameters.revision(request, kinds);
        Optional<Revision> revision = revisions.find(key).filter(Revision::isStored);
        return revision.map(found -> Answer.json(200, attempts(found))).orElseGet(() -> noSuch(key));
    }

    private ObjectNode attempts(Revision revision) {
        ObjectNode json = identified(revision.key());
        ReportJson.publication(json, revision);
        ReportJson.waysOut(json, revision);
        var list = json.putArray("attempts");
        publications.attempts(revision.key()).forEach(attempt -> list.add(ReportJson.attempt(attempt)));
        return json;
    }

    private static ObjectNode identified(RevisionKey key) {
        return Json.MAPPER
                .createObjectNode()
                .put("report", key.report())
                .put("date", key.date().toString())
                .put("revision", key.revision());
    }

    private Answer resend(Request request) throws Refused {
        RevisionKey key = Parameters.revision(request, kinds);
        RequestBody body = RequestBody.of(request, Set.of("attempt", "reason"));
        int seen = body.integer("attempt")
                .orElseThrow(() -> RequestBody.wrong(
                        "attempt", "the report's \"publish_attempts\", so that what you have seen is sent once more"));
        return resend(key, seen, request.caller().id(), body.text("reason", MAX_REASON));
    }

    /** Mails it once more, unless it was sent since that attempt was seen. */
    Answer resend(RevisionKey key, int seen, String who, Optional<String> reason) {
        if (!resends.tryAcquire()) {
            return new Problem(503, "busy", MAX_RESENDS_AT_ONCE + " mails are being sent by hand; nothing was sent.")
                    .retryAfter(BUSY_WAIT);
        }
        try {
            return answer(key, publisher.resend(key, seen, who, reason));
        } catch (ObjectStoreUnavailable unavailable) {
            return new Problem(503, "files_unavailable", "Nothing was sent: " + unavailable.getMessage())
                    .retryAfter(BUSY_WAIT);
        } finally {
            resends.release();
        }
    }

    private Answer markSent(Request request) throws Refused {
        RevisionKey key = Parameters.revision(request, kinds);
        RequestBody body = RequestBody.of(request, Set.of("attempt", "reason"));
        return markSent(key, body.integer("attempt"), request.caller().id(), body.text("reason", MAX_REASON));
    }

    /** Notes that its mail arrived, unless it was sent since that attempt was seen. */
    Answer markSent(RevisionKey key, Optional<Integer> seen, String who, Optional<String> reason) {
        return answer(key, publisher.markSent(key, seen, who, reason));
    }

    private Answer answer(RevisionKey key, ByHand outcome) {
        if (outcome instanceof ByHand.Resent resent) {
            ObjectNode json = attempts(revisions.find(key).orElseThrow());
            json.setAll(ReportJson.attempt(resent.attempt()));
            return Answer.json(200, json);
        }
        if (outcome instanceof ByHand.TakenOn) {
            return Answer.json(200, attempts(revisions.find(key).orElseThrow()));
        }
        if (outcome instanceof ByHand.Overtaken overtaken) {
            ObjectNode more = attempts(overtaken.now());
            return new Problem(
                            409,
                            "sent_since",
                            key + " is " + overtaken.now().publication() + " after attempt "
                                    + overtaken.now().publishAttempts()
                                    + ", not the one that you name; look at it again. Nothing was done.")
                    .answer(more);
        }
        if (outcome instanceof ByHand.NotFrom notFrom) {
            return new Problem(409, "not_from_here", key + " is " + notFrom.publication() + "; " + why(notFrom))
                    .answer(identified(key)
                            .put("publication", notFrom.publication().name()));
        }
        return noSuch(key);
    }

    private static String why(ByHand.NotFrom notFrom) {
        return switch (notFrom.publication()) {
            case PENDING -> "it waits to be sent, which a run of its day does at once.";
            case PUBLISHING -> "it is being sent; its outcome is known within a minute or two.";
            case PUBLISHED, NOT_SENT, UNKNOWN -> "only what is UNKNOWN can be marked as sent.";
        };
    }

    private static Answer noSuch(RevisionKey key) {
        return Problem.notFound("There is no " + key + ".").answer();
    }
}

package dev.daybook.report.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.report.daily.AccountingJson;
import dev.daybook.report.publish.Publication;
import dev.daybook.report.publish.PublicationAttempt;
import dev.daybook.report.publish.Revision;
import dev.daybook.report.publish.RevisionKey;
import dev.daybook.report.publish.Run;
import dev.daybook.service.Json;

/** Runs, revisions and days as the API shows them. */
final class ReportJson {
    private ReportJson() {}

    static ObjectNode run(Run run) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("id", run.id());
        json.put("report", run.day().report());
        json.put("date", run.date().toString());
        json.put("state", run.state().name());
        json.put("detail", run.detail());
        if (run.revision().isPresent()) {
            json.put("revision", run.revision().getAsInt());
        }
        json.put("requested_by", run.requestedBy());
        json.put("requested_at", run.requestedAt().toString());
        if (run.endedAt() != null) {
            json.put("ended_at", run.endedAt().toString());
        }
        return json;
    }

    static ObjectNode day(Days.Day day) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("date", day.date().toString());
        if (day instanceof Days.Day.Reported reported) {
            Revision revision = reported.revision();
            json.put("revision", revision.key().revision());
            json.put("status", revision.status().name());
            json.set("net", Json.MAPPER.valueToTree(revision.net()));
            revision.accounting().ifPresent(accounting -> json.set("accounting", AccountingJson.of(accounting)));
            revision.reconciliation().ifPresent(outcome -> json.put("reconciliation", outcome.name()));
            publication(json, revision);
        } else if (day instanceof Days.Day.Held held) {
            json.put("status", "HELD");
            json.put("detail", held.detail());
        }
        return json;
    }

    /** What became of the revision's mail. */
    static void publication(ObjectNode json, Revision revision) {
        json.put("publication", revision.publication().name());
        json.put("publish_attempts", revision.publishAttempts());
        if (revision.publishedAt() != null) {
            json.put("published_at", revision.publishedAt().toString());
        }
        if (revision.messageId() != null) {
            json.put("message_id", revision.messageId());
        }
        if (revision.lastError() != null) {
            json.put("publication_detail", revision.lastError());
        }
    }

    /** What a person can do about an UNKNOWN mail, and Daybook can't. */
    static void waysOut(ObjectNode json, Revision revision) {
        if (revision.publication() == Publication.UNKNOWN) {
            json.set(
                    "publication_ways_out",
                    Json.MAPPER
                            .createArrayNode()
                            .add(wayOut(revision, "mark-sent", "the mail is in a subscriber's inbox"))
                            .add(wayOut(revision, "resend", "it is not, or sending it twice does no harm")));
        }
    }

    private static ObjectNode wayOut(Revision revision, String action, String when) {
        ObjectNode json = Json.MAPPER
                .createObjectNode()
                .put("when", when)
                .put("method", "POST")
                .put("href", path(revision.key(), action));
        json.putObject("body").put("attempt", revision.publishAttempts());
        return json;
    }

    static String path(RevisionKey key, String action) {
        return "/v1/reports/" + key.date() + "/revisions/" + key.revision() + "/" + action + "?report=" + key.report();
    }

    static ObjectNode attempt(PublicationAttempt attempt) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("attempt", attempt.number());
        attempt.resentBy().ifPresent(who -> json.put("resent_by", who));
        json.put("began_at", attempt.beganAt().toString());
        attempt.outcome().ifPresent(outcome -> json.put("outcome", outcome.name()));
        if (attempt.endedAt() != null) {
            json.put("ended_at", attempt.endedAt().toString());
        }
        if (attempt.messageId() != null) {
            json.put("message_id", attempt.messageId());
        }
        if (attempt.error() != null) {
            json.put("detail", attempt.error());
        }
        return json;
    }
}

package dev.daybook.report.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.report.daily.AccountingJson;
import dev.daybook.report.publish.Revision;
import dev.daybook.report.publish.Run;
import dev.daybook.service.Json;

/** Runs, revisions and days as the API shows them. */
final class ReportJson {
    private ReportJson() {}

    static String path(Run run) {
        return "/v1/reports/" + run.date() + "/runs/" + run.id();
    }

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
}

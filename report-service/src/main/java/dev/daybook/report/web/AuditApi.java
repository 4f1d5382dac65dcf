package dev.daybook.report.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.report.publish.AuditEntry;
import dev.daybook.report.publish.AuditTrail;
import dev.daybook.report.web.Parameters.Refused;
import dev.daybook.service.Json;
import dev.daybook.service.http.Access;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.HttpService.Routes;
import dev.daybook.service.http.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** {@code GET /v1/audit}: who did what and when, newest first, in pages. Thread-safe. */
public final class AuditApi {
    private static final int USUAL_PAGE = 50;
    private static final int MAX_PAGE = 500;

    private final AuditTrail audit;

    public AuditApi(AuditTrail audit) {
        this.audit = audit;
    }

    public void addTo(Routes routes) {
        routes.get("/v1/audit", Access.READ, Parameters.refusing(this::list));
    }

    private Answer list(Request request) throws Refused {
        Optional<String> report = request.parameter("report");
        Optional<LocalDate> date = Parameters.optionalDate(request, "date");
        int limit = Parameters.integer(request, "limit", 1, MAX_PAGE).orElse(USUAL_PAGE);
        List<AuditEntry> entries = audit.list(report, date, Parameters.id(request, "before"), limit + 1);
        ObjectNode json = Json.MAPPER.createObjectNode();
        var list = json.putArray("audit");
        entries.stream().limit(limit).forEach(entry -> list.add(json(entry)));
        if (entries.size() > limit) {
            json.put(
                    "next",
                    "/v1/audit?before=" + entries.get(limit - 1).id() + "&limit=" + limit
                            + date.map(day -> "&date=" + day).orElse("")
                            + report.map(name -> "&report=" + URLEncoder.encode(name, StandardCharsets.UTF_8))
                                    .orElse(""));
        }
        return Answer.json(200, json);
    }

    private static ObjectNode json(AuditEntry entry) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("id", entry.id());
        json.put("at", entry.at().toString());
        json.put("who", entry.who());
        json.put("action", entry.action().name());
        putUnlessNull(json, "report", entry.report());
        putUnlessNull(json, "date", entry.date());
        if (entry.revision().isPresent()) {
            json.put("revision", entry.revision().getAsInt());
        }
        putUnlessNull(json, "run", entry.runId());
        putUnlessNull(json, "detail", entry.detail());
        return json;
    }

    private static void putUnlessNull(ObjectNode json, String name, Object value) {
        if (value != null) {
            json.put(name, value.toString());
        }
    }
}

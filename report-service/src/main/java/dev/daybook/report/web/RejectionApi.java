package dev.daybook.report.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.report.daily.BusinessCalendar;
import dev.daybook.report.source.KeptRejection;
import dev.daybook.report.source.RejectionArchive;
import dev.daybook.report.web.Parameters.Refused;
import dev.daybook.service.Json;
import dev.daybook.service.http.Access;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.HttpService.Routes;
import dev.daybook.service.http.Request;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * The refusals of a day, as JSON and as a page, as soon as they are archived. Thread-safe.
 */
public final class RejectionApi {
    private static final String JSON_PATH = "/v1/rejections";
    private static final String PAGE_PATH = "/rejections";

    private final Rejections rejections;
    private final BusinessCalendar calendar;
    private final Clock clock;
    private final Templates templates = new Templates();

    /** @param calendar which day the page shows where none is asked for */
    public RejectionApi(RejectionArchive archive, BusinessCalendar calendar, Clock clock) {
        this.rejections = new Rejections(archive);
        this.calendar = calendar;
        this.clock = clock;
    }

    public void addTo(Routes routes) {
        routes.get(JSON_PATH, Access.READ, Parameters.refusing(this::json))
                .page(PAGE_PATH, Access.READ, templates.refusing(this::page));
    }

    private Answer json(Request request) throws Refused {
        Rejections.Found found = rejections.find(request);
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("date", found.query().date().toString());
        ArrayNode list = json.putArray("rejections");
        found.page().rejections().forEach(rejection -> list.add(json(rejection)));
        if (found.page().next().isPresent()) {
            json.put("next", found.next(JSON_PATH));
        }
        return Answer.json(200, json);
    }

    private static ObjectNode json(KeptRejection rejection) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("received_at", rejection.receivedAt().toString());
        json.put("business_date", rejection.businessDate().toString());
        json.put("producer", rejection.producer());
        json.put("code", rejection.code());
        json.put("pointer", rejection.pointer());
        json.put("reason", rejection.reason());
        json.put("refused_by", rejection.refusedBy());
        json.put("source", rejection.source());
        json.put("event_id", rejection.eventId());
        json.put("partition", rejection.partition());
        json.put("offset", rejection.offset());
        json.put("body_bytes", rejection.bodyBytes() < 0 ? null : rejection.bodyBytes());
        json.put("body_sha256", rejection.bodySha256());
        json.put("body_base64", rejection.body());
        json.put("body_text", BodyText.of(rejection.body()).orElse(null));
        return json;
    }

    private Answer page(Request request) throws Refused {
        if (request.parameter("date").filter(text -> !text.isEmpty()).isEmpty()) {
            return Answer.seeOther(PAGE_PATH + "?date=" + calendar.latestDateAt(clock.instant()));
        }
        Rejections.Found found = rejections.find(request);
        Map<String, Object> view = new HashMap<>();
        view.put("view", RejectionsView.of(found, found.next(PAGE_PATH)));
        return templates.page(request, 200, "rejections.jte", view);
    }
}

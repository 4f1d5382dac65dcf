package dev.daybook.report.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.report.publish.AuditAction;
import dev.daybook.report.publish.AuditTrail;
import dev.daybook.report.publish.Subscriber;
import dev.daybook.report.publish.TopicSubscriptions;
import dev.daybook.report.publish.TopicSubscriptions.Listing;
import dev.daybook.report.publish.TopicUnavailable;
import dev.daybook.report.web.Parameters.Refused;
import dev.daybook.service.Json;
import dev.daybook.service.http.Access;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.HttpHandler;
import dev.daybook.service.http.HttpService.Routes;
import dev.daybook.service.http.Problem;
import dev.daybook.service.http.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Who gets the mails: list, subscribe, unsubscribe. Addresses stand in answers only, masked in the audit trail. Thread-safe. */
public final class SubscriberApi {
    static final int MAX_EMAIL = 320;
    private static final int MAX_TOKEN = 2_000;
    private static final Duration SNS_WAIT = Duration.ofSeconds(10);

    private final TopicSubscriptions subscriptions;
    private final AuditTrail audit;

    public SubscriberApi(TopicSubscriptions subscriptions, AuditTrail audit) {
        this.subscriptions = subscriptions;
        this.audit = audit;
    }

    public void addTo(Routes routes) {
        routes.get("/v1/subscribers", Access.READ, reachingSns(this::list))
                .add("POST", "/v1/subscribers", Access.OPERATE, HttpHandler.blocking(reachingSns(this::subscribe)))
                .add(
                        "DELETE",
                        "/v1/subscribers/:id",
                        Access.OPERATE,
                        HttpHandler.blocking(reachingSns(this::unsubscribe)));
    }

    static HttpHandler.Blocking reachingSns(Parameters.Handler handler) {
        HttpHandler.Blocking refusing = Parameters.refusing(handler);
        return request -> {
            try {
                return refusing.handle(request);
            } catch (TopicUnavailable unavailable) {
                return new Problem(503, "sns_unavailable", unavailable.getMessage() + "; try again later.")
                        .retryAfter(SNS_WAIT);
            }
        };
    }

    private Answer list(Request request) throws Refused {
        Optional<String> after = request.parameter("after");
        if (after.filter(token -> token.length() > MAX_TOKEN).isPresent()) {
            throw new Refused(Problem.badRequest("malformed_after", "\"after\" must be as \"next\" has it."));
        }
        Listing listing = subscriptions.list(after);
        ObjectNode json = Json.MAPPER.createObjectNode();
        var list = json.putArray("subscribers");
        listing.subscribers().forEach(subscriber -> list.add(json(subscriber)));
        listing.next()
                .ifPresent(token ->
                        json.put("next", "/v1/subscribers?after=" + URLEncoder.encode(token, StandardCharsets.UTF_8)));
        return Answer.json(200, json);
    }

    private static ObjectNode json(Subscriber subscriber) {
        return Json.MAPPER
                .createObjectNode()
                .put("id", subscriber.id())
                .put("protocol", subscriber.protocol())
                .put("endpoint", subscriber.endpoint())
                .put("status", subscriber.isConfirmed() ? "confirmed" : "pending");
    }

    private Answer subscribe(Request request) throws Refused {
        EmailAddress email = RequestBody.of(request, Set.of("email"))
                .text("email", MAX_EMAIL)
                .flatMap(EmailAddress::of)
                .orElseThrow(() -> RequestBody.wrong("email", "an e-mail address, such as owner@cafe.example"));
        return subscribe(email, request.caller().id());
    }

    /** Asks SNS to add the address. */
    Answer subscribe(EmailAddress email, String who) {
        audit.note(who, AuditAction.SUBSCRIBE, email.toString());
        return switch (askingSns(who, () -> subscriptions.subscribe(email.text()))) {
            case ALREADY_CONFIRMED -> Answer.json(200, subscribed(email, "confirmed"));
            case ASKED_TO_CONFIRM ->
                Answer.json(
                        202,
                        subscribed(email, "pending")
                                .put(
                                        "detail",
                                        "SNS has sent a mail with a link; the reports follow once it is opened."));
            case REFUSED -> {
                audit.note(who, AuditAction.SNS_REFUSED, "it takes no such address");
                yield new Problem(422, "address_refused", "SNS does not take this e-mail address.").answer();
            }
        };
    }

    private static ObjectNode subscribed(EmailAddress email, String status) {
        return Json.MAPPER
                .createObjectNode()
                .put("protocol", "email")
                .put("endpoint", email.text())
                .put("status", status);
    }

    private Answer unsubscribe(Request request) {
        return unsubscribe(request.pathParameter("id"), request.caller().id());
    }

    /** Asks SNS to remove the subscriber of that id. */
    Answer unsubscribe(String id, String who) {
        Optional<Subscriber> found = subscriptions.find(id);
        if (found.isEmpty()) {
            return Problem.notFound("There is no such subscriber; GET /v1/subscribers lists them.")
                    .answer();
        }
        if (!found.get().isConfirmed()) {
            return new Problem(
                            409,
                            "still_pending",
                            "SNS can't remove a subscription that was never confirmed; it forgets it by itself within days,"
                                    + " and sends nothing to it meanwhile.")
                    .answer();
        }
        audit.note(who, AuditAction.UNSUBSCRIBE, masked(found.get()));
        askingSns(who, () -> {
            subscriptions.unsubscribe(found.get());
            return found;
        });
        return Answer.json(200, json(found.get()).put("status", "removed"));
    }

    /** Endpoints of other protocols are queues and URLs; a URL may hold a secret. */
    private static String masked(Subscriber subscriber) {
        return EmailAddress.of(subscriber.endpoint())
                .map(EmailAddress::toString)
                .orElse("a subscription of protocol " + subscriber.protocol());
    }

    /** What was asked for is in the audit trail already; that SNS did not do it has to follow. */
    private <T> T askingSns(String who, Supplier<T> call) {
        try {
            return call.get();
        } catch (TopicUnavailable unavailable) {
            audit.note(who, AuditAction.SNS_REFUSED, unavailable.getMessage());
            throw unavailable;
        }
    }
}

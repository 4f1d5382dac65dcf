package dev.daybook.report.web;

import dev.daybook.report.publish.Subscriber;
import dev.daybook.report.publish.TopicSubscriptions;
import dev.daybook.report.web.Parameters.Refused;
import dev.daybook.service.http.Access;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.Form;
import dev.daybook.service.http.HttpService.Routes;
import dev.daybook.service.http.Request;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who gets the mails, as a page. Thread-safe. */
public final class SubscriberPages {
    private static final String PATH = "/subscribers";

    private final TopicSubscriptions subscriptions;
    private final SubscriberApi api;
    private final Templates templates = new Templates();

    public SubscriberPages(TopicSubscriptions subscriptions, SubscriberApi api) {
        this.subscriptions = subscriptions;
        this.api = api;
    }

    public void addTo(Routes routes) {
        routes.page(PATH, Access.READ, templates.refusing(this::list))
                .form(PATH, Access.OPERATE, templates.refusingForm(this::add))
                .page(PATH + "/:id/remove", Access.OPERATE, templates.refusing(this::confirm))
                .form(PATH + "/:id/remove", Access.OPERATE, templates.refusingForm(this::remove));
    }

    private Answer list(Request request) {
        TopicSubscriptions.Listing listing = subscriptions.list(Optional.empty());
        return templates.page(
                request,
                200,
                "subscribers.jte",
                Map.of(
                        "subscribers", listing.subscribers(),
                        "more", listing.next().isPresent()));
    }

    private Answer add(Request request, Form form) throws Refused, IOException {
        EmailAddress email = form.field("email")
                .map(String::strip)
                .filter(text -> text.length() <= SubscriberApi.MAX_EMAIL)
                .flatMap(EmailAddress::of)
                .orElseThrow(() -> RequestBody.wrong("email", "an e-mail address, such as owner@cafe.example"));
        return templates.outcome(request, api.subscribe(email, request.caller().id()), PATH);
    }

    private Answer confirm(Request request) {
        Optional<Subscriber> found = subscriptions.find(request.pathParameter("id"));
        List<Subscriber> shown = found.stream().toList();
        return templates.page(request, found.isPresent() ? 200 : 404, "unsubscribe.jte", Map.of("found", shown));
    }

    private Answer remove(Request request, Form form) throws IOException {
        return templates.outcome(
                request,
                api.unsubscribe(request.pathParameter("id"), request.caller().id()),
                PATH);
    }
}

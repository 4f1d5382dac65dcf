package dev.daybook.ingest.stores;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.daybook.events.stores.Store;
import dev.daybook.events.stores.StoreVersion;
import dev.daybook.events.stores.StoreVersionJson;
import dev.daybook.service.Json;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.Problem;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What the calls on stores answer; pure. */
final class StoreAnswers {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private StoreAnswers() {}

    /** The store: the version that is valid now at the top level, all of them under {@code versions}. */
    static Answer store(int status, Store store, Instant now) {
        return Answer.json(status, Json.written(json -> write(json, store, now)))
                .with("ETag", Conditions.etag(store, now));
    }

    /** The reader has it already. */
    static Answer notModified(Store store, Instant now) {
        return new Answer(304, "application/json", new byte[0], Map.of("ETag", Conditions.etag(store, now)));
    }

    /**
     * A page of stores.
     *
     * @param next the id behind which the next page begins; null where this is the last
     */
    static Answer page(List<Store> stores, String next, Instant now) {
        return Answer.json(200, Json.written(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("stores");
            for (Store store : stores) {
                write(json, store, now);
            }
            json.writeEndArray();
            json.writeStringField("next_after", next);
            json.writeEndObject();
        }));
    }

    private static void write(JsonGenerator json, Store store, Instant now) throws IOException {
        json.writeStartObject();
        json.writeStringField("store_id", store.id());
        json.writeNumberField("changes", store.changes());
        if (store.versionAt(now).isPresent()) {
            StoreVersionJson.writeMembers(json, store.versionAt(now).get());
        }
        json.writeArrayFieldStart("versions");
        for (StoreVersion version : store.versions()) {
            json.writeStartObject();
            StoreVersionJson.writeMembers(json, version);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static Answer preconditionFailed(String why) {
        return new Problem(412, "precondition_failed", why).answer();
    }

    static Answer malformedCondition() {
        return Problem.badRequest("malformed_condition", "If-Match and If-None-Match take ETags such as \"3\", or *.")
                .answer();
    }

    static Answer unsupportedMediaType() {
        return new Problem(
                        415, "unsupported_media_type", "Send application/json in UTF-8 and without a Content-Encoding.")
                .answer();
    }

    static Answer tooLarge(int maxBytes) {
        return new Problem(413, "body_too_large", "A store may have " + maxBytes + " bytes.").answer();
    }

    static Answer outsideKey() {
        return new Problem(403, "outside_key", "This key is bound to other stores.").answer();
    }

    static Answer unknown() {
        return Problem.notFound("There is no store of that id. Ids are case-sensitive, and URL-encoded in a path.")
                .answer();
    }

    static Answer notLoaded() {
        return unavailable("stores_unknown", "Daybook has not read its store registry yet.");
    }

    static Answer kafkaUnavailable() {
        return unavailable("kafka_unavailable", "Kafka takes no changes at present; nothing was written.");
    }

    static Answer notAcknowledged() {
        return unavailable(
                "not_acknowledged",
                "Kafka did not acknowledge the change in time, so it may or may not be stored. PUT it again: the same store twice is one change.");
    }

    static Answer contended() {
        return unavailable("contended", "The store was changed by others each time; nothing of this was written.");
    }

    private static Answer unavailable(String code, String what) {
        return new Problem(503, code, what + " Try again after the time in Retry-After.").retryAfter(RETRY_AFTER);
    }
}

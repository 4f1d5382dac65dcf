package dev.daybook.ingest.stores;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.events.Text;
import dev.daybook.events.Utf8;
import dev.daybook.events.stores.Store;
import dev.daybook.events.stores.StoreRegistry;
import dev.daybook.ingest.receive.BodyFormat;
import dev.daybook.service.Health;
import dev.daybook.service.Json;
import dev.daybook.service.http.Access;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.HttpService.Routes;
import dev.daybook.service.http.Problem;
import dev.daybook.service.http.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@code PUT} and {@code GET /v1/stores/{store_id}}, {@code GET /v1/stores}. A PUT is answered 200 or 201 only once the change is
 * durable and every reader of the registry takes it; nothing is answered from a registry that isn't read to its end. Thread-safe.
 */
public final class StoresApi {
    static final int MAX_BODY_BYTES = 64 * 1024;
    static final int DEFAULT_PAGE = 100;
    static final int MAX_PAGE = 1_000;

    private final StoreRegistry registry;
    private final StoreChange change;
    private final Health.Check loaded;
    private final Clock clock;

    /**
     * The calls on the registry.
     *
     * @param loaded says why the registry isn't complete yet
     * @param kafka says why Kafka takes nothing at present
     */
    public StoresApi(StoreRegistry registry, StoreLog log, Health.Check loaded, Health.Check kafka, Clock clock) {
        this.registry = registry;
        this.change = new StoreChange(registry, log, kafka, clock);
        this.loaded = loaded;
        this.clock = clock;
    }

    public Routes addTo(Routes routes) {
        return routes.add("PUT", "/v1/stores/:store_id", Access.OPERATE, this::put)
                .get("/v1/stores/:store_id", Access.READ, this::get)
                .get("/v1/stores", Access.READ, this::list);
    }

    private CompletionStage<Answer> put(Request request) {
        Optional<Answer> refused = refusal(request);
        if (refused.isPresent()) {
            return now(refused.get());
        }
        if (!BodyFormat.of(request).filter(BodyFormat.JSON::equals).isPresent()) {
            return now(StoreAnswers.unsupportedMediaType());
        }
        if (request.body().length > MAX_BODY_BYTES) {
            return now(StoreAnswers.tooLarge(MAX_BODY_BYTES));
        }
        Optional<Conditions> conditions = Conditions.of(request);
        if (conditions.isEmpty()) {
            return now(StoreAnswers.malformedCondition());
        }
        JsonNode body;
        try {
            body = json(request.body());
        } catch (IOException malformed) {
            return now(
                    Problem.badRequest("invalid_json", malformed.getMessage()).answer());
        }
        Faults faults = new Faults();
        String id = request.pathParameter("store_id");
        if (!Text.isValid(id, Store.MAX_ID)) {
            faults.add(
                    "",
                    "The store_id in the path must have 1 to " + Store.MAX_ID
                            + " characters of well-formed Unicode and no control characters.");
        }
        Optional<StoreBody> store = StoreBody.read(body, faults);
        return faults.isEmpty()
                ? change.make(id, store.orElseThrow(), conditions.get(), request.caller())
                : now(faults.answer());
    }

    /** What stands before every call. */
    private Optional<Answer> refusal(Request request) {
        String id = request.pathParameter("store_id");
        if (id != null && !request.caller().mayWriteStore(id)) {
            return Optional.of(StoreAnswers.outsideKey());
        }
        return loaded.notReady().isPresent() ? Optional.of(StoreAnswers.notLoaded()) : Optional.empty();
    }

    private static JsonNode json(byte[] body) throws IOException {
        int invalid = Utf8.firstInvalid(body, 0, body.length);
        if (invalid >= 0) {
            throw new IOException("JSON is UTF-8; the byte at offset " + invalid + " is not part of any.");
        }
        try {
            // As text, since of bytes Jackson takes UTF-16 and a byte-order mark as well.
            return Json.MAPPER.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JsonProcessingException malformed) {
            var at = malformed.getLocation();
            String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw new IOException(
                    "The body is not one strict JSON value" + where + "; no name may stand twice.", malformed);
        }
    }

    private Answer get(Request request) {
        Optional<Answer> refused = refusal(request);
        if (refused.isPresent()) {
            return refused.get();
        }
        Optional<Conditions> conditions = Conditions.of(request);
        if (conditions.isEmpty()) {
            return StoreAnswers.malformedCondition();
        }
        Optional<Store> store = registry.stores().find(request.pathParameter("store_id"));
        if (store.isEmpty()) {
            return StoreAnswers.unknown();
        }
        Instant now = clock.instant();
        return conditions.get().isKnown(store.get(), now)
                ? StoreAnswers.notModified(store.get(), now)
                : StoreAnswers.store(200, store.get(), now);
    }

    private Answer list(Request request) {
        Optional<Answer> refused = refusal(request);
        if (refused.isPresent()) {
            return refused.get();
        }
        int limit = limit(request.parameter("limit"));
        if (limit < 1) {
            return Problem.badRequest("malformed_limit", "\"limit\" must be a whole number from 1 to " + MAX_PAGE + ".")
                    .answer();
        }
        List<Store> page = new ArrayList<>();
        String next = null;
        for (Store store : registry.stores().after(request.parameter("after"))) {
            if (page.size() == limit) {
                next = page.get(limit - 1).id();
                break;
            }
            if (request.caller().mayWriteStore(store.id())) {
                page.add(store);
            }
        }
        return StoreAnswers.page(page, next, clock.instant());
    }

    /** 0 where it is none. */
    private static int limit(Optional<String> text) {
        if (text.isEmpty()) {
            return DEFAULT_PAGE;
        }
        return text.get().matches("[0-9]{1,4}") && Integer.parseInt(text.get()) <= MAX_PAGE
                ? Integer.parseInt(text.get())
                : 0;
    }

    private static CompletionStage<Answer> now(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }
}

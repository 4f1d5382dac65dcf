package dev.daybook.ingest.stores;

import dev.daybook.events.stores.Store;
import dev.daybook.events.stores.StoreRecord;
import dev.daybook.events.stores.StoreRegistry;
import dev.daybook.events.stores.StoreRegistry.Accepted;
import dev.daybook.events.stores.StoreRegistry.Applied;
import dev.daybook.events.stores.StoreVersion;
import dev.daybook.ingest.stores.StoreLog.Written;
import dev.daybook.service.Health;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.Caller;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Makes a change of a store, once at most: of two doors that change the same store at once one is told that it was too late, or,
 * where it named no condition, bases its change on the other's and tries again. Thread-safe.
 */
final class StoreChange {
    /** Of a change without a condition; each failure means that another's succeeded. */
    static final int MAX_ATTEMPTS = 5;

    private final StoreRegistry registry;
    private final StoreLog log;
    private final Health.Check kafka;
    private final Clock clock;

    /** One PUT. */
    private record Wish(String id, StoreBody body, Conditions conditions, Caller caller) {}

    StoreChange(StoreRegistry registry, StoreLog log, Health.Check kafka, Clock clock) {
        this.registry = registry;
        this.log = log;
        this.kafka = kafka;
        this.clock = clock;
    }

    CompletionStage<Answer> make(String id, StoreBody body, Conditions conditions, Caller caller) {
        return attempt(new Wish(id, body, conditions, caller), 1);
    }

    private CompletionStage<Answer> attempt(Wish wish, int number) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Optional<Store> store = registry.stores().find(wish.id());
        Optional<String> failed = wish.conditions().against(store, now);
        if (failed.isPresent()) {
            return done(StoreAnswers.preconditionFailed(failed.get()));
        }
        if (store.isPresent() && isSaid(wish.body(), store.get(), now)) {
            return done(StoreAnswers.store(200, store.get(), now));
        }
        StoreVersion version = wish.body().said().from(validFrom(wish.body(), store, now));
        Optional<Answer> full = full(store, version);
        if (full.isPresent()) {
            return done(full.get());
        }
        if (kafka.notReady().isPresent()) {
            return done(StoreAnswers.kafkaUnavailable());
        }
        long basedOn = store.map(Store::changes).orElse(0L);
        StoreRecord record = new StoreRecord(
                wish.id(), basedOn, UUID.randomUUID().toString(), wish.caller().id(), version);
        return log.write(record).thenCompose(written -> answer(wish, number, basedOn, now, written));
    }

    /** Whether the store is what the body says already. */
    private static boolean isSaid(StoreBody body, Store store, Instant now) {
        Optional<StoreVersion> standing = body.validFrom().isPresent()
                ? store.versionFrom(body.validFrom().get())
                : store.versionAt(now);
        return standing.filter(version -> version.saysTheSameAs(body.said())).isPresent();
    }

    /** A store's first version is valid always, so that history which is loaded later has its day; the next ones from now on. */
    private static Instant validFrom(StoreBody body, Optional<Store> store, Instant now) {
        return body.validFrom().orElse(store.isEmpty() ? StoreVersion.BEGINNING : now);
    }

    private Optional<Answer> full(Optional<Store> store, StoreVersion version) {
        Faults faults = new Faults();
        if (store.isEmpty() && registry.stores().size() >= StoreRegistry.MAX_STORES) {
            faults.add("", "There are " + StoreRegistry.MAX_STORES + " stores, which is as many as Daybook takes.");
        }
        if (store.isPresent() && !store.get().hasRoomFor(version.validFrom())) {
            faults.add(
                    "/valid_from",
                    "The store has " + Store.MAX_VERSIONS
                            + " versions, which is as many as it can have; give the valid_from of one to replace it.");
        }
        return faults.isEmpty() ? Optional.empty() : Optional.of(faults.answer());
    }

    private CompletionStage<Answer> answer(Wish wish, int number, long basedOn, Instant now, Written written) {
        if (!(written instanceof StoreLog.ReadBack readBack)) {
            return done(StoreAnswers.notAcknowledged());
        }
        Applied applied = readBack.applied();
        if (applied instanceof Accepted accepted) {
            return done(StoreAnswers.store(basedOn == 0 ? 201 : 200, accepted.store(), now));
        }
        // Too late, or the last free place is taken: the store is looked at anew, and conditions that held before fail
        // now.
        return number < MAX_ATTEMPTS ? attempt(wish, number + 1) : done(StoreAnswers.contended());
    }

    private static CompletionStage<Answer> done(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }
}

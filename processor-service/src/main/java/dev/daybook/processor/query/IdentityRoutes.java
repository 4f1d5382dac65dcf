package dev.daybook.processor.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.events.Identity;
import dev.daybook.processor.aggregate.FirstReceipt;
import dev.daybook.processor.aggregate.OwnedPartition;
import dev.daybook.processor.aggregate.OwnedPartitions;
import dev.daybook.service.Json;
import dev.daybook.service.http.Access;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.HttpService.Routes;
import dev.daybook.service.http.Problem;
import dev.daybook.service.http.Request;
import dev.daybook.service.settings.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.state.HostInfo;

/**
 * The internal call for the receipt that an identity's window began at, whichever instance owns its partition: {@code
 * {"partition":3,"dedup_window_seconds":604800,"receipt":{"offset","received_at","business_date","sha256"}}}, {@code receipt} null
 * where nothing was received within the window. Thread-safe.
 */
public final class IdentityRoutes {
    static final String IDENTITIES = "/internal/v1/identities";
    /** Asks the called instance alone, which answers 404 for a partition that it doesn't own. */
    static final String OWN = "own";

    private static final String SOURCE = "source";
    private static final String EVENT_ID = "event_id";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration MAX_WAIT = Duration.ofMillis(500);
    private static final int OK = 200;

    private final Instances instances;
    private final OwnedPartitions owned;
    private final PeerClient peers;
    private final Duration dedupWindow;

    public IdentityRoutes(Instances instances, OwnedPartitions owned, Secret serviceKey, Duration dedupWindow) {
        this.instances = instances;
        this.owned = owned;
        this.peers = new PeerClient(serviceKey);
        this.dedupWindow = dedupWindow;
    }

    public Routes addTo(Routes routes) {
        return routes.add("GET", IDENTITIES, Access.SERVICE, this::find);
    }

    private CompletionStage<Answer> find(Request request) throws InterruptedException {
        Identity identity;
        try {
            var parameters = new QueryParameters(request, SOURCE, EVENT_ID, OWN);
            identity = new Identity(parameters.text(SOURCE), parameters.text(EVENT_ID));
        } catch (QueryParameters.Wrong wrong) {
            return done(wrong.problem().answer());
        }
        if (!(instances.now() instanceof Instances.All all)) {
            return done(notReady("the instances are not known yet"));
        }
        byte[] key = identity.key();
        int partition = Utils.toPositive(Utils.murmur2(key)) % all.partitions();
        Optional<OwnedPartition> own =
                owned.all().stream().filter(one -> one.partition() == partition).findFirst();
        if (own.isPresent()) {
            return done(answer(partition, own.get().find(key, MAX_WAIT)));
        }
        return request.parameter(OWN).isPresent()
                ? done(Problem.notFound("Partition " + partition + " is another instance's.")
                        .answer())
                : askOthers(all, identity, partition);
    }

    private CompletionStage<Answer> askOthers(Instances.All all, Identity identity, int partition) {
        List<CompletableFuture<Optional<byte[]>>> answers = new ArrayList<>();
        for (HostInfo instance : all.owners()) {
            if (!instance.equals(all.self())) {
                answers.add(peers.identity(instance, identity));
            }
        }
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(done -> answers.stream()
                        .map(CompletableFuture::join)
                        .flatMap(Optional::stream)
                        .findFirst()
                        .map(body -> Answer.json(OK, body))
                        .orElseGet(() -> notReady("partition " + partition + " has no owner that is ready")));
    }

    private Answer answer(int partition, OwnedPartition.Receipt receipt) {
        if (receipt instanceof OwnedPartition.Receipt.Unavailable unavailable) {
            return notReady(unavailable.why());
        }
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("partition", partition);
        json.put("dedup_window_seconds", dedupWindow.toSeconds());
        Optional<FirstReceipt> first = ((OwnedPartition.Receipt.Found) receipt).first();
        if (first.isEmpty()) {
            json.putNull("receipt");
        } else {
            write(first.get(), json.putObject("receipt"));
        }
        return Answer.json(OK, json);
    }

    private static void write(FirstReceipt first, ObjectNode json) {
        boolean known = first.offset() != FirstReceipt.UNKNOWN_OFFSET;
        json.put("offset", known ? first.offset() : null);
        json.put("received_at", Instant.ofEpochMilli(first.receivedMillis()).toString());
        json.put("business_date", known ? first.businessDate().toString() : null);
        json.put("sha256", HexFormat.of().formatHex(first.sha256()));
    }

    private static Answer notReady(String why) {
        return new Problem(503, "not_ready", "The identity can't be looked up for the moment: " + why + ".")
                .retryAfter(RETRY_AFTER);
    }

    private static CompletionStage<Answer> done(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }
}

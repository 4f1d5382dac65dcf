package dev.daybook.processor.query;

import dev.daybook.processor.aggregate.RowSelection;
import dev.daybook.service.settings.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Reads the rows of a day from every instance at once and sums them: each partition's rows are a consistent snapshot at the
 * offset that the answer's cut names, and an answer holds every partition exactly once or none. Thread-safe.
 */
public final class DayQuery {
    private final Instances instances;
    private final OwnRows own;
    private final PeerClient peers;

    public DayQuery(Instances instances, OwnRows own, Secret serviceKey) {
        this.instances = instances;
        this.own = own;
        this.peers = new PeerClient(serviceKey);
    }

    /** Asks all instances; reads the own partitions on the calling thread. */
    CompletableFuture<Merge> read(RowSelection selection) throws InterruptedException {
        Instances.Known known = instances.now();
        if (known instanceof Instances.NotKnown notKnown) {
            return CompletableFuture.completedFuture(new Merge.Unavailable(notKnown.why()));
        }
        Instances.All all = (Instances.All) known;
        List<CompletableFuture<InstanceAnswer>> answers = new ArrayList<>();
        for (HostInfo instance : all.owners()) {
            if (!instance.equals(all.self())) {
                answers.add(peers.read(instance, selection));
            }
        }
        answers.add(CompletableFuture.completedFuture(own.read(selection)));
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(done ->
                        Merge.of(answers.stream().map(CompletableFuture::join).toList(), all.partitions()));
    }
}

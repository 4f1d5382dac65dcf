package dev.daybook.processor.query;

import dev.daybook.processor.aggregate.RowSelection;
import dev.daybook.service.settings.Secret;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
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
        return askAll(instance -> peers.read(instance, selection), () -> own.read(selection), Merge::of);
    }

    /** Asks all instances for the accounting of the first dates from the given one on, likewise. */
    CompletableFuture<CountedDays> countedDays(LocalDate from) throws InterruptedException {
        return askAll(instance -> peers.accounting(instance, from), () -> own.accounting(from), CountedDays::of);
    }

    private interface OwnLook {
        InstanceAnswer read() throws InterruptedException;
    }

    private interface Merging<T> {
        T of(List<InstanceAnswer> answers, int partitions);
    }

    private <T> CompletableFuture<T> askAll(
            Function<HostInfo, CompletableFuture<InstanceAnswer>> peer, OwnLook ownLook, Merging<T> merging)
            throws InterruptedException {
        Instances.Known known = instances.now();
        if (known instanceof Instances.NotKnown notKnown) {
            return CompletableFuture.completedFuture(
                    merging.of(List.of(new InstanceAnswer.Unavailable(notKnown.why())), 0));
        }
        Instances.All all = (Instances.All) known;
        List<CompletableFuture<InstanceAnswer>> answers = new ArrayList<>();
        for (HostInfo instance : all.owners()) {
            if (!instance.equals(all.self())) {
                answers.add(peer.apply(instance));
            }
        }
        answers.add(CompletableFuture.completedFuture(ownLook.read()));
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(done ->
                        merging.of(answers.stream().map(CompletableFuture::join).toList(), all.partitions()));
    }
}

package dev.daybook.processor.verify;

import dev.daybook.events.Event;
import dev.daybook.events.Sale;
import dev.daybook.events.archive.ArchiveKey;
import dev.daybook.events.archive.ArchiveLine;
import dev.daybook.processor.aggregate.DailyFold;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prints each event that changes a figure as it is come to, a line of tab-separated fields, and adds the amounts up. Ids can't
 * hold tabs or line breaks. Not thread-safe.
 */
final class Explanation implements DayReplay.Listener {
    static final String HEADER =
            "object\tpartition\toffset\treceived_at\tsource\tevent_id\tevent_type\torder_id\tcurrency\tamount";

    private final Target target;
    private final String storeId;
    private final Figure figure;
    private final PrintStream out;
    private final Map<String, Sum> sums = new TreeMap<>();

    /** What the events in one currency come to. */
    record Sum(long events, long amount) {
        static final Sum NONE = new Sum(0, 0);

        private Sum plus(Sum more) {
            return new Sum(events + more.events, Math.addExact(amount, more.amount));
        }
    }

    Explanation(Target target, String storeId, Figure figure, PrintStream out) {
        this.target = target;
        this.storeId = storeId;
        this.figure = figure;
        this.out = out;
    }

    @Override
    public void judged(ArchiveKey object, ArchiveLine line, Judged judged) {
        if (judged instanceof Judged.Counted counted && target.covers(true, line.partition(), line.offset())) {
            figure.of(
                            DailyFold.fold(
                                    counted.event(),
                                    counted.day(),
                                    line.receivedAt().toEpochMilli()),
                            storeId)
                    .forEach((currency, amount) -> print(object, line, counted.event(), currency, amount));
        }
    }

    private void print(ArchiveKey object, ArchiveLine line, Event event, String currency, long amount) {
        sums.merge(currency, new Sum(1, amount), Sum::plus);
        out.println(String.join(
                "\t",
                object.path(),
                Integer.toString(line.partition()),
                Long.toString(line.offset()),
                line.receivedAt().toString(),
                event.source(),
                event.eventId(),
                event.eventType(),
                event.content() instanceof Sale sale ? sale.orderOfRow() : "",
                currency,
                figure.shown(amount, currency)));
    }

    /** By currency; those without an event are not in it. */
    Map<String, Sum> sums() {
        return sums;
    }
}

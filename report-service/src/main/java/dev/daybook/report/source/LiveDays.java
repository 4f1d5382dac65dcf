package dev.daybook.report.source;

import dev.daybook.report.daily.Accounting;
import dev.daybook.report.daily.ActivityCount;
import dev.daybook.report.daily.Cut;
import dev.daybook.report.daily.Figures;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;

/**
 * A day's figures as the processor's state stores have them at this moment: not committed, not archived, and gone on from at the
 * next look. However many people watch, the processor is asked once within {@link #FRESH}. Thread-safe.
 */
public final class LiveDays {
    /** For how long one answer serves everybody. */
    static final Duration FRESH = Duration.ofSeconds(1);

    private static final int MAX_DATES = 8;
    /** Each may wait for the processor on a worker of the server; the rest is for everybody else. */
    private static final int MAX_ASKING = 2;

    private final ProcessorClient processor;
    private final Clock clock;
    private final Semaphore places = new Semaphore(MAX_ASKING);
    private final Map<LocalDate, Live.Day> last = new LinkedHashMap<>();

    public LiveDays(ProcessorClient processor, Clock clock) {
        this.processor = processor;
        this.clock = clock;
    }

    /** How a day stands. */
    public sealed interface Live {

        /** @param figures without {@code received}, which only the archive says */
        record Day(Figures figures) implements Live {
            public Instant at() {
                return figures.cut().at();
            }
        }

        /** Nothing for the moment. */
        record NotNow(String reason) implements Live {}
    }

    /** @throws dev.daybook.report.daily.MalformedFigures where the processor's answer can't be understood */
    public Live of(LocalDate date) throws InterruptedException {
        Live.Day known = known(date);
        if (known != null && clock.instant().isBefore(known.at().plus(FRESH))) {
            return known;
        }
        if (!places.tryAcquire()) {
            return known != null ? known : new Live.NotNow("others are asking the processor; it is asked again soon");
        }
        try {
            Instant at = clock.instant();
            ProcessorClient.Answer answer = processor.day(date);
            if (answer instanceof ProcessorClient.Answer.NotNow notNow) {
                return new Live.NotNow(notNow.reason());
            }
            return keep(date, new Live.Day(figures(date, at, ((ProcessorClient.Answer.Day) answer).snapshot())));
        } finally {
            places.release();
        }
    }

    private static Figures figures(LocalDate date, Instant at, Snapshot snapshot) {
        List<ActivityCount> activity = snapshot.activity();
        Accounting accounting = snapshot.accounting(OptionalLong.empty());
        return new Figures(
                date,
                new Cut(at, snapshot.topic(), snapshot.rejectedTopic(), snapshot.positions()),
                snapshot.stores(),
                activity,
                accounting,
                snapshot.rejections(),
                List.of());
    }

    private Live.Day known(LocalDate date) {
        synchronized (last) {
            return last.get(date);
        }
    }

    private Live.Day keep(LocalDate date, Live.Day day) {
        synchronized (last) {
            last.remove(date);
            last.put(date, day);
            if (last.size() > MAX_DATES) {
                last.remove(last.keySet().iterator().next());
            }
        }
        return day;
    }
}

package dev.daybook.report.source;

import dev.daybook.report.daily.Cut;
import dev.daybook.report.daily.Figures;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A day's figures as the processor's state stores have them at this moment: not committed, not archived, and gone on from at the
 * next look. However many people watch, the processor is asked for a date by one of them at a time, and where it answers
 * once within {@link #FRESH}. Thread-safe.
 */
public final class LiveDays {
    /** For how long one answer serves everybody. */
    static final Duration FRESH = Duration.ofSeconds(1);

    private static final int MAX_DATES = 8;
    /** Each may wait for the processor on a worker of the server; the rest is for everybody else. */
    private static final int MAX_ASKING = 2;

    private final ProcessorClient processor;
    private final Clock clock;
    /** The lock of both. */
    private final Map<LocalDate, Live.Day> last = new LinkedHashMap<>();

    private final Set<LocalDate> asked = new HashSet<>();

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
        synchronized (last) {
            Live.Day known = last.get(date);
            if (known != null && clock.instant().isBefore(known.at().plus(FRESH))) {
                return known;
            }
            if (asked.size() == MAX_ASKING || !asked.add(date)) {
                return known != null
                        ? known
                        : new Live.NotNow("others are asking the processor; it is asked again soon");
            }
        }
        try {
            return ask(date);
        } finally {
            synchronized (last) {
                asked.remove(date);
            }
        }
    }

    private Live ask(LocalDate date) throws InterruptedException {
        Instant at = clock.instant();
        ProcessorClient.Answer answer = processor.day(date);
        return answer instanceof ProcessorClient.Answer.NotNow notNow
                ? new Live.NotNow(notNow.reason())
                : keep(date, new Live.Day(figures(date, at, ((ProcessorClient.Answer.Day) answer).snapshot())));
    }

    private static Figures figures(LocalDate date, Instant at, Snapshot snapshot) {
        return new Figures(
                date,
                new Cut(at, snapshot.topic(), snapshot.rejectedTopic(), snapshot.positions()),
                snapshot.stores(),
                snapshot.activity(),
                snapshot.accounting(OptionalLong.empty()),
                snapshot.rejections(),
                List.of());
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

package dev.daybook.report.schedule;

import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.quartz.CronExpression;

/**
 * When a cron expression fires in a time zone. An hour that the clock skips or repeats is Quartz's to interpret; the ledger sees
 * to it that a report is due once all the same.
 *
 * @param cron in Quartz's syntax, with seconds; null where it never fires
 */
public record FireTimes(String cron, ZoneId zone) {

    public FireTimes {
        if (cron != null) {
            checked(cron);
        }
    }

    /** @param zone that times are shown in */
    public static FireTimes never(ZoneId zone) {
        return new FireTimes(null, zone);
    }

    boolean everFires() {
        return cron != null;
    }

    /** @throws IllegalArgumentException with what is wrong with it */
    public static String checked(String cron) {
        try {
            CronExpression.validateExpression(cron);
            return cron;
        } catch (ParseException malformed) {
            throw new IllegalArgumentException(
                    "must be a cron expression of Quartz, such as \"0 0 16 ? * MON-SAT\": " + malformed.getMessage());
        }
    }

    CronExpression expression() {
        try {
            CronExpression expression = new CronExpression(cron);
            expression.setTimeZone(TimeZone.getTimeZone(zone));
            return expression;
        } catch (ParseException changed) {
            throw new IllegalStateException("this expression was valid before: " + cron, changed);
        }
    }

    /** The first fire time behind the instant; empty where it never fires again. */
    public Optional<Instant> after(Instant instant) {
        if (!everFires()) {
            return Optional.empty();
        }
        return Optional.ofNullable(expression().getNextValidTimeAfter(Date.from(instant)))
                .map(Date::toInstant);
    }

    /** The next fire times behind the instant. */
    public Stream<ZonedDateTime> next(Instant instant, int count) {
        return Stream.iterate(after(instant), Optional::isPresent, last -> last.flatMap(this::after))
                .limit(count)
                .map(at -> at.orElseThrow().atZone(zone));
    }
}

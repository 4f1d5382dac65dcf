package dev.daybook.events;

import static dev.daybook.events.RandomCases.forAll;
import static dev.daybook.events.RandomCases.number;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-20T08:31:07Z, 2026-11-20T08:31:07Z",
        "2026-11-20t08:31:07z, 2026-11-20T08:31:07Z",
        "2026-11-20T08:31:07.4Z, 2026-11-20T08:31:07.400Z",
        "2026-11-20T08:31:07.000000001Z, 2026-11-20T08:31:07.000000001Z",
        "2026-11-20T08:31:07.123456789+01:00, 2026-11-20T07:31:07.123456789Z",
        "2026-11-20T23:59:59-23:59, 2026-11-21T23:58:59Z",
        "2026-11-20T00:00:00+23:59, 2026-11-19T00:01:00Z",
        "2026-11-20T08:31:07-00:00, 2026-11-20T08:31:07Z",
        "2026-11-20T08:31:07+05:45, 2026-11-20T02:46:07Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
        "2000-02-29T00:00:00Z, 2000-02-29T00:00:00Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
        "0000-12-31T23:00:00-01:00, 0001-01-01T00:00:00Z",
        "9998-12-31T23:59:59.999999999Z, 9998-12-31T23:59:59.999999999Z",
    })
    void readsDateTimesOfRfc3339(String text, Instant instant) {
        assertThat(Timestamps.parse(text)).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-11-20",
                "2026-11-20T08:31Z",
                "2026-11-20T08:31:07",
                "2026-11-20T08:31:07.",
                "2026-11-20T08:31:07.Z",
                "2026-11-20T08:31:07.1",
                "2026-11-20T08:31:07.1234567890Z",
                "2026-11-20T08:31:07,5Z",
                "2026-11-20 08:31:07Z",
                "2026-11-20T08:31:07 Z",
                " 2026-11-20T08:31:07Z",
                "2026-11-20T08:31:07Z ",
                "2026-11-20T08:31:07ZZ",
                "2026-11-20T08:31:07+01",
                "2026-11-20T08:31:07+0100",
                "2026-11-20T08:31:07+01:0",
                "2026-11-20T08:31:07+01:000",
                "2026-11-20T08:31:07+24:00",
                "2026-11-20T08:31:07+01:60",
                "2026-11-20T08:31:07+-1:00",
                "2026-11-20T08:31:07\u221201:00",
                "2026-11-20T08:31:07[UTC]",
                "2026-11-20T08:31:07Z[UTC]",
                "2026-11-20T24:00:00Z",
                "2026-11-20T08:60:00Z",
                "2026-11-20T08:31:61Z",
                "2016-12-31T23:59:60Z",
                "2026-02-29T00:00:00Z",
                "1900-02-29T00:00:00Z",
                "2026-04-31T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-00-01T00:00:00Z",
                "2026-11-00T00:00:00Z",
                "2026-1-20T08:31:07Z0",
                "-026-11-20T08:31:07Z",
                "+2026-11-20T08:31:07Z",
                "12026-11-20T08:31:07Z",
                "0000-12-31T23:59:59Z",
                "0001-01-01T00:00:00+00:01",
                "9998-12-31T23:59:59-00:01",
                "9999-12-31T23:59:59Z",
                "2026-W47-5T08:31:07Z",
                "20261120T083107Z0000",
                "\u0662\u0660\u0662\u0666-11-20T08:31:07Z",
                "\uff12\uff10\uff12\uff16-11-20T08:31:07Z",
                "2026-11-20T08:31:07.\u0661Z",
                "2026-11-20T08:31:07+\u0660\u0661:00",
                "1763627467",
                "Fri, 20 Nov 2026 08:31:07 GMT"
            })
    void refusesWhatIsNoDateTimeOfRfc3339_orHasNoOffset(String text) {
        assertThat(Timestamps.parse(text)).isNull();
    }

    @Test
    void readsEveryInstantInEveryOffset() {
        DateTimeFormatter format = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnnxxx", Locale.ROOT);
        long first = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
        long last = Instant.parse("9998-12-31T23:59:59Z").getEpochSecond();
        forAll(5_000, random -> {
            Instant instant = Instant.ofEpochSecond(number(random, first, last), number(random, 0, 999_999_999));
            int offsetMinutes = (int) number(random, -18 * 60, 18 * 60);
            OffsetDateTime time = instant.atOffset(ZoneOffset.ofTotalSeconds(offsetMinutes * 60));
            String text = format.format(time);
            assertThat(Timestamps.parse(text)).as(text).isEqualTo(instant);
        });
    }
}

package dev.daybook.events;

import static dev.daybook.events.RandomCases.forAll;
import static dev.daybook.events.RandomCases.number;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventHeadersTest {
    private static final Instant MIN = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant MAX = Instant.parse("9998-12-31T23:59:59Z");

    @Test
    void stampsDateAndLocalTimeAsText() {
        Headers headers = new RecordHeaders();
        EventHeaders.stamp(
                headers, BusinessDay.of(Instant.parse("2026-11-20T02:00:00.9Z"), ZoneId.of("UTC"), LocalTime.of(4, 0)));
        assertThat(headers)
                .extracting(header -> header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8))
                .containsExactly("business_date=2026-11-19", "local_time=2026-11-20T02:00:00");
    }

    @Test
    void readsBackWhatItStamped_forEveryTimestampOfTheContract() {
        forAll(5_000, random -> {
            long second = number(random, MIN.getEpochSecond(), MAX.getEpochSecond());
            for (String zone : List.of("UTC", "Pacific/Kiritimati", "America/Toronto")) {
                BusinessDay day = BusinessDay.of(Instant.ofEpochSecond(second), ZoneId.of(zone), LocalTime.of(23, 59));
                Headers headers = new RecordHeaders();
                EventHeaders.stamp(headers, day);
                assertThat(EventHeaders.businessDay(headers)).contains(day);
            }
        });
    }

    @Test
    void hasFourDigitsForTheYear_atBothEndsOfTheContractsTime() {
        for (String timestamp : List.of("0001-01-01T00:00:00Z", "9998-12-31T23:59:59Z")) {
            for (String zone : List.of("+18:00", "-18:00")) {
                BusinessDay day = BusinessDay.of(Timestamps.parse(timestamp), ZoneId.of(zone), LocalTime.of(23, 59));
                Headers headers = new RecordHeaders();
                EventHeaders.stamp(headers, day);
                assertThat(EventHeaders.businessDay(headers)).contains(day);
                assertThat(headers.lastHeader(EventHeaders.BUSINESS_DATE).value())
                        .hasSize(10);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, 2026-11-20T02:00:00",
                "2026-11-20, -",
                "'', ''",
                "2026-11-31, 2026-11-20T02:00:00",
                "2026-02-29, 2026-02-28T02:00:00",
                "20261120, 2026-11-20T02:00:00",
                "+12026-11-20, 2026-11-20T02:00:00",
                "-2026-11-20, 2026-11-20T02:00:00",
                "2026-11-20, 2026-11-20T02:00",
                "2026-11-20, 2026-11-20T02:00:00Z",
                "2026-11-20, 2026-11-20T24:00:00",
                "2026-11-20, 2026-11-20T02:00:00.5",
                "2026-11-20, 2026-11-20 02:00:00",
                "\u0662\u0660\u0662\u0666-11-20, 2026-11-20T02:00:00",
            })
    void findsNoBusinessDay_whenAHeaderIsMissingOrMalformed(String date, String time) {
        Headers headers = new RecordHeaders();
        if (date != null) {
            headers.add(EventHeaders.BUSINESS_DATE, EventHeaders.bytes(date));
        }
        if (time != null) {
            headers.add(EventHeaders.LOCAL_TIME, EventHeaders.bytes(time));
        }
        assertThat(EventHeaders.businessDay(headers)).isEmpty();
    }

    @Test
    void findsNoBusinessDay_whenAHeaderHasNoValue() {
        Headers headers = new RecordHeaders();
        headers.add(EventHeaders.BUSINESS_DATE, null);
        headers.add(EventHeaders.LOCAL_TIME, new byte[] {(byte) 0xFF});
        assertThat(EventHeaders.businessDay(headers)).isEmpty();
    }
}

package dev.daybook.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountingDayTest {
    private static final ZoneId TORONTO = ZoneId.of("America/Toronto");
    /** 23:30 of the day before in Toronto. */
    private static final long RECEIVED = Instant.parse("2026-11-21T04:30:00Z").toEpochMilli();

    private static Headers dated(String date) {
        return new RecordHeaders().add(EventHeaders.BUSINESS_DATE, EventHeaders.bytes(date));
    }

    @Test
    void isTheStampedDate_withOrWithoutALocalTime() {
        assertThat(AccountingDay.of(dated("2026-02-08"), RECEIVED, TORONTO)).isEqualTo(LocalDate.of(2026, 2, 8));
        Headers twice = dated("2026-02-08").add(EventHeaders.BUSINESS_DATE, EventHeaders.bytes("2026-02-09"));
        assertThat(AccountingDay.of(twice, RECEIVED, TORONTO)).isEqualTo(LocalDate.of(2026, 2, 9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2026-2-8", "2026-02-30", "+12026-02-08", "-2026-02-08", "2026-02-08 ", "today"})
    void isTheDayOfReceipt_whereTheDateIsMalformed(String date) {
        assertThat(AccountingDay.of(dated(date), RECEIVED, TORONTO)).isEqualTo(LocalDate.of(2026, 11, 20));
    }

    @Test
    void isTheDayOfReceiptFromMidnightToMidnight_whereNoDateIsStamped() {
        Headers none = new RecordHeaders().add(EventHeaders.BUSINESS_DATE, null);
        assertThat(AccountingDay.of(none, RECEIVED, TORONTO)).isEqualTo(LocalDate.of(2026, 11, 20));
        assertThat(AccountingDay.of(none, RECEIVED + 1_799_999, TORONTO)).isEqualTo(LocalDate.of(2026, 11, 20));
        assertThat(AccountingDay.of(none, RECEIVED + 1_800_000, TORONTO)).isEqualTo(LocalDate.of(2026, 11, 21));
    }

    @Test
    void hasFourDigitsForItsYear_whateverTheTimeOfReceipt() {
        for (long time : new long[] {Long.MIN_VALUE, -1, Long.MAX_VALUE}) {
            assertThat(AccountingDay.of(new RecordHeaders(), time, TORONTO).getYear())
                    .isBetween(1969, 9998);
        }
    }
}

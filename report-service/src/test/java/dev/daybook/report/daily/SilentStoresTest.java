package dev.daybook.report.daily;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.CurrencyCode;
import dev.daybook.events.stores.OpeningHours;
import dev.daybook.events.stores.Store;
import dev.daybook.events.stores.StoreVersion;
import dev.daybook.events.stores.Stores;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SilentStoresTest {
    private static final CurrencyCode GBP = CurrencyCode.checked("GBP");

    private static Stores open(Instant validFrom, String dayStartsAt, Optional<OpeningHours> hours) {
        StoreVersion version = new StoreVersion(
                validFrom, "Soho", ZoneId.of("Europe/London"), LocalTime.parse(dayStartsAt), GBP, hours);
        return new Stores(new TreeMap<>(Map.of("soho", new Store("soho", 1, List.of(version)))));
    }

    private static Optional<OpeningHours> on(DayOfWeek day, String from, String to) {
        return Optional.of(new OpeningHours(
                Map.of(day, List.of(new OpeningHours.Opening(LocalTime.parse(from), LocalTime.parse(to))))));
    }

    private static Stores open(DayOfWeek day, String from, String to) {
        return open(StoreVersion.BEGINNING, "00:00", on(day, from, to));
    }

    private static List<StoreSales> ordersAt(int... hours) {
        return List.of(new StoreSales(
                "soho",
                GBP,
                hours.length,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                OptionalLong.empty(),
                List.of(),
                Arrays.stream(hours)
                        .mapToObj(hour -> new StoreSales.Hour(hour, 1, 100))
                        .toList(),
                List.of()));
    }

    private static List<SilentStore> silent(List<StoreSales> sales, Stores stores) {
        return SilentStores.of(sales, SampleReports.DATE, stores);
    }

    @Test
    void tellsAStoreThatSoldNothingOnADayOnWhichItWasOpen() {
        assertThat(silent(List.of(), open(DayOfWeek.THURSDAY, "07:30", "19:00")))
                .containsExactly(new SilentStore("soho", LocalTime.of(7, 30), LocalTime.of(19, 0), true));
    }

    @Test
    void tellsNoStoreThatWasClosed_orThatNobodySaidTheHoursOf() {
        assertThat(silent(List.of(), open(DayOfWeek.FRIDAY, "07:30", "19:00"))).isEmpty();
        assertThat(silent(List.of(), open(StoreVersion.BEGINNING, "00:00", Optional.empty())))
                .isEmpty();
        assertThat(silent(List.of(), Stores.NONE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "08:00, 18:00, 12, 13:00, 18:00",
        "08:00, 18:00, 13, 08:00, 13:00",
        "07:30, 18:30, 8, 09:00, 18:00",
        "20:00, 04:00, 21, 22:00, 04:00",
        "20:00, 00:00, 19, 20:00, 00:00"
    })
    void tellsTheLongestStretchWithoutAnOrder(String opens, String closes, int order, String from, String to) {
        Stores stores = open(StoreVersion.BEGINNING, "04:00", on(DayOfWeek.THURSDAY, opens, closes));
        assertThat(silent(ordersAt(order), stores))
                .containsExactly(new SilentStore("soho", LocalTime.parse(from), LocalTime.parse(to), false));
    }

    /** Where the day begins at midnight, the hours after it are of the next date, and so are their orders. */
    @Test
    void judgesNoHourOfAnotherDate() {
        assertThat(silent(ordersAt(21), open(DayOfWeek.THURSDAY, "20:00", "04:00")))
                .isEmpty();
        assertThat(silent(ordersAt(21), open(DayOfWeek.WEDNESDAY, "20:00", "04:00")))
                .containsExactly(new SilentStore("soho", LocalTime.MIDNIGHT, LocalTime.of(4, 0), false));
        assertThat(silent(ordersAt(1, 21), open(DayOfWeek.WEDNESDAY, "20:00", "04:00")))
                .isEmpty();
        Stores early = open(StoreVersion.BEGINNING, "05:30", on(DayOfWeek.FRIDAY, "00:00", "12:00"));
        assertThat(silent(ordersAt(21), early))
                .containsExactly(new SilentStore("soho", LocalTime.MIDNIGHT, LocalTime.of(5, 0), false));
    }

    @Test
    void tellsNoStoreThatBeginsLater() {
        Optional<OpeningHours> hours = on(DayOfWeek.THURSDAY, "07:30", "19:00");
        assertThat(silent(List.of(), open(Instant.parse("2026-11-20T00:00:00Z"), "00:00", hours)))
                .isEmpty();
        assertThat(silent(List.of(), open(Instant.parse("2026-11-19T23:59:59Z"), "00:00", hours)))
                .hasSize(1);
    }

    /** London's clock goes from 00:59 to 02:00 on 29 March 2026, and shows 01:00 to 01:59 twice on 25 October. */
    @Test
    void countsNoHourThatTheClockSkips_andOneThatItRepeatsOnce() {
        Stores allNight = open(DayOfWeek.SUNDAY, "00:00", "06:00");
        LocalDate skips = LocalDate.parse("2026-03-29");
        assertThat(SilentStores.of(ordersAt(4), skips, allNight)).isEmpty();
        assertThat(SilentStores.of(ordersAt(5), skips, allNight))
                .containsExactly(new SilentStore("soho", LocalTime.MIDNIGHT, LocalTime.of(5, 0), false));
        LocalDate repeats = LocalDate.parse("2026-10-25");
        assertThat(SilentStores.of(ordersAt(0, 4), repeats, allNight)).isEmpty();
    }

    @Test
    void tellsNoStretchThatIsShort() {
        assertThat(silent(ordersAt(8, 12, 16), open(DayOfWeek.THURSDAY, "08:00", "18:00")))
                .isEmpty();
        assertThat(silent(ordersAt(8), open(DayOfWeek.THURSDAY, "08:00", "12:59")))
                .isEmpty();
    }
}

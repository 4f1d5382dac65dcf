package dev.daybook.report.daily;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.CurrencyCode;
import dev.daybook.events.stores.OpeningHours;
import dev.daybook.events.stores.Store;
import dev.daybook.events.stores.StoreVersion;
import dev.daybook.events.stores.Stores;
import java.time.DayOfWeek;
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

    private static Stores open(Optional<OpeningHours> hours) {
        StoreVersion version = new StoreVersion(
                StoreVersion.BEGINNING, "Soho", ZoneId.of("Europe/London"), LocalTime.MIDNIGHT, GBP, hours);
        return new Stores(new TreeMap<>(Map.of("soho", new Store("soho", 1, List.of(version)))));
    }

    private static Stores open(DayOfWeek day, String from, String to) {
        return open(Optional.of(new OpeningHours(
                Map.of(day, List.of(new OpeningHours.Opening(LocalTime.parse(from), LocalTime.parse(to)))))));
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
        assertThat(silent(List.of(), open(Optional.empty()))).isEmpty();
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
        assertThat(silent(ordersAt(order), open(DayOfWeek.THURSDAY, opens, closes)))
                .containsExactly(new SilentStore("soho", LocalTime.parse(from), LocalTime.parse(to), false));
    }

    @Test
    void tellsNoStretchThatIsShort() {
        assertThat(silent(ordersAt(8, 12, 16), open(DayOfWeek.THURSDAY, "08:00", "18:00")))
                .isEmpty();
        assertThat(silent(ordersAt(8), open(DayOfWeek.THURSDAY, "08:00", "12:59")))
                .isEmpty();
    }
}

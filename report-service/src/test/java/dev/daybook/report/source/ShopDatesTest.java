package dev.daybook.report.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.CurrencyCode;
import dev.daybook.events.stores.Store;
import dev.daybook.events.stores.StoreVersion;
import dev.daybook.events.stores.Stores;
import dev.daybook.report.daily.BusinessCalendar;
import dev.daybook.report.source.ShopQuery.Dating;
import dev.daybook.service.settings.Settings;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shop's database is read by London's days. */
class ShopDatesTest {
    private static final LocalDate DATE = LocalDate.parse("2026-06-10");

    private final TreeMap<String, Store> stores = new TreeMap<>();

    private static StoreVersion version(Instant from, String zone, String dayStartsAt) {
        return new StoreVersion(
                from,
                "Name",
                ZoneId.of(zone),
                LocalTime.parse(dayStartsAt),
                CurrencyCode.checked("GBP"),
                Optional.empty());
    }

    private void register(String id, StoreVersion... versions) {
        stores.put(id, new Store(id, versions.length, List.of(versions)));
    }

    private Optional<String> otherDays(LocalDate date, Dating dating, Map<String, String> more, String... covered) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "SHOP_DB_URL", "jdbc:mariadb://127.0.0.1:1/cafe",
                "SHOP_DB_USER", "reader",
                "SHOP_DB_PASSWORD", "sesame",
                "SHOP_DB_STORE_ID", "soho",
                "SHOP_DB_CURRENCY", "GBP",
                "SHOP_DB_TIME_ZONE", "Europe/London"));
        environment.putAll(more);
        Settings settings = Settings.of(environment);
        ShopDatabaseConfig config = ShopDatabaseConfig.from(settings).orElseThrow();
        settings.throwIfWrong();
        BusinessCalendar calendar = new BusinessCalendar(ZoneId.of("Europe/London"), LocalTime.MIDNIGHT);
        return new ShopDates(config, calendar.of(() -> new Stores(stores))).otherDays(Set.of(covered), date, dating);
    }

    private Optional<String> otherDays(LocalDate date, String... covered) {
        return otherDays(date, Dating.INSTANT, Map.of(), covered);
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/London, 00:00, 2026-06-10",
        "Europe/Jersey, 00:00, 2026-06-10",
        "Africa/Lagos, 00:00, 2026-06-10",
        "UTC, 00:00, 2026-01-10"
    })
    void comparesStoresWhoseDateBeginsAndEndsAsTheShops_whateverTheirZoneIsCalled(
            String zone, String starts, LocalDate date) {
        register("soho", version(StoreVersion.BEGINNING, zone, starts));
        assertThat(otherDays(date, "soho", "not-registered")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Paris, 00:00, 2026-06-10",
        "Europe/London, 04:00, 2026-06-10",
        "UTC, 00:00, 2026-06-10",
        // London's clock goes forward on the one date, and back on the other.
        "UTC, 00:00, 2026-03-29",
        "UTC, 00:00, 2026-10-25"
    })
    void namesTheStoreBothDaysAndTheSettings(String zone, String starts, LocalDate date) {
        register("soho", version(StoreVersion.BEGINNING, zone, starts));
        assertThat(otherDays(date, "soho", "not-registered").orElseThrow())
                .startsWith("the store soho is registered with " + zone + " with days from " + starts
                        + ", but the shop's orders of " + date + " are read by Europe/London with days from 00:00")
                .contains("SHOP_DB_TIME_ZONE", "SHOP_DB_DAY_STARTS_AT", "SHOP_DB_ORDERS_QUERY", "SHOP_DB_STORE_ID");
    }

    @Test
    void countsTheOthers_whenSeveralHaveAnotherDay() {
        register("paris", version(StoreVersion.BEGINNING, "Europe/Paris", "00:00"));
        register("lyon", version(StoreVersion.BEGINNING, "Europe/Paris", "00:00"));
        assertThat(otherDays(DATE, "paris", "lyon", "soho").orElseThrow()).contains(" (and so for 1 more), but");
    }

    @Test
    void holdsAStoreThatIsNotRegisteredToTheDefault() {
        assertThat(otherDays(DATE, Dating.INSTANT, Map.of("SHOP_DB_DAY_STARTS_AT", "05:00"), "soho")
                        .orElseThrow())
                .startsWith(
                        "the store soho isn't registered and has the default, Europe/London with days from 00:00, but");
    }

    @Test
    void leavesOutOnlyTheDatesThatAStoresOtherZoneReaches_whenItMoves() {
        register(
                "soho",
                version(StoreVersion.BEGINNING, "Asia/Tokyo", "00:00"),
                version(Instant.parse("2026-06-10T20:00:00Z"), "Europe/London", "00:00"));
        assertThat(otherDays(LocalDate.parse("2026-06-10"), "soho").orElseThrow())
                .contains("Asia/Tokyo");
        assertThat(otherDays(LocalDate.parse("2026-06-11"), "soho"))
                .as("from 15:00Z to 20:00Z on the 10th it was the 11th in Tokyo")
                .isPresent();
        assertThat(otherDays(LocalDate.parse("2026-06-12"), "soho")).isEmpty();
    }

    @Test
    void asksOfAQueryOnlyWhatItDatesBy() {
        register("paris", version(StoreVersion.BEGINNING, "Europe/Paris", "00:00"));
        register("late", version(StoreVersion.BEGINNING, "Europe/London", "04:00"));
        assertThat(otherDays(DATE, Dating.WALL_CLOCK, Map.of(), "paris")).isEmpty();
        assertThat(otherDays(DATE, Dating.WALL_CLOCK, Map.of(), "late")).isPresent();
        assertThat(otherDays(DATE, Dating.DATE, Map.of(), "paris", "late")).isEmpty();
    }
}

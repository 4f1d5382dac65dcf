package dev.daybook.events.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.CurrencyCode;
import dev.daybook.events.RandomCases;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreTest {
    private static final CurrencyCode GBP = CurrencyCode.checked("GBP");
    private static final List<String> ZONES = List.of(
            "Europe/London",
            "America/New_York",
            "Pacific/Auckland",
            "Pacific/Honolulu",
            "Asia/Kathmandu",
            "Australia/Lord_Howe",
            "Asia/Beirut",
            "America/Havana");

    static StoreVersion version(Instant from, String zone, String dayStartsAt) {
        return new StoreVersion(from, "Soho", ZoneId.of(zone), LocalTime.parse(dayStartsAt), GBP, Optional.empty());
    }

    static Store store(StoreVersion... versions) {
        return new Store("soho", versions.length, List.of(versions));
    }

    private static Store moving(String from, String to, Instant at) {
        return store(version(StoreVersion.BEGINNING, from, "00:00"), version(at, to, "00:00"));
    }

    @ParameterizedTest
    @CsvSource({
        // The version that is valid at the event's own time dates it.
        "America/New_York, Europe/London, 2026-06-01T11:59:59Z, 2026-06-01",
        "America/New_York, Europe/London, 2026-06-01T12:00:00Z, 2026-06-01",
        "America/New_York, Europe/London, 2026-06-01T03:59:59Z, 2026-05-31",
        "America/New_York, Europe/London, 2026-06-01T23:00:00Z, 2026-06-02",
        "Europe/London, America/New_York, 2026-06-01T23:00:00Z, 2026-06-01",
        "Europe/London, America/New_York, 1999-06-01T23:00:00Z, 1999-06-02",
        // To the west over the date line: the store has been in the next date already.
        "Pacific/Auckland, Pacific/Honolulu, 2026-06-01T11:59:59Z, 2026-06-01",
        "Pacific/Auckland, Pacific/Honolulu, 2026-06-01T12:00:00Z, 2026-06-01",
    })
    void datesAnInstantByTheVersionThatIsValidThen(String from, String to, Instant at, LocalDate date) {
        Store store = moving(from, to, Instant.parse("2026-06-01T12:00:00Z"));
        assertThat(store.dayOf(at).orElseThrow().date()).isEqualTo(date);
    }

    @ParameterizedTest
    @CsvSource({
        "America/New_York, Europe/London, 12:00, 2026-06-01, 2026-06-01T23:00:00Z, PT19H, Europe/London",
        "Europe/London, America/New_York, 12:00, 2026-06-01, 2026-06-02T04:00:00Z, PT29H, America/New_York",
        "Europe/London, America/New_York, 12:00, 2026-05-31, 2026-05-31T23:00:00Z, PT24H, Europe/London",
        "Europe/London, America/New_York, 12:00, 2026-06-02, 2026-06-03T04:00:00Z, PT24H, America/New_York",
        // Between the two midnights: in London the 1st is over, and after the move it goes on for five hours.
        "Europe/London, America/New_York, 23:30, 2026-06-01, 2026-06-02T04:00:00Z, PT28H30M, America/New_York",
        "Pacific/Auckland, Pacific/Honolulu, 13:00, 2026-06-01, 2026-06-02T10:00:00Z, PT45H, Pacific/Honolulu",
        // From west to east the 1st ends with the move: there it is the 2nd.
        "Pacific/Honolulu, Pacific/Auckland, 13:00, 2026-06-01, 2026-06-01T13:00:00Z, PT3H, Pacific/Honolulu",
        "Pacific/Honolulu, Pacific/Auckland, 13:00, 2026-06-02, 2026-06-02T12:00:00Z, PT23H, Pacific/Auckland",
    })
    void aDateOfAStoreThatMovesEndsWhereItEndsLast(
            String from, String to, LocalTime at, LocalDate date, Instant end, Duration length, String zone) {
        Store store = moving(from, to, Instant.parse("2026-06-01T" + at + ":00Z"));
        assertThat(store.endOf(date)).contains(end);
        assertThat(store.lengthOf(date)).isEqualTo(length);
        assertThat(store.versionOn(date).orElseThrow().zone()).isEqualTo(ZoneId.of(zone));
    }

    @Test
    void theFirstVersionIsValidBeforeItBegins_soThatLoadedHistoryHasTheStoresDay() {
        Store store = store(version(Instant.parse("2026-06-01T00:00:00Z"), "America/New_York", "05:00"));
        assertThat(store.dayOf(Instant.parse("2019-04-02T08:59:59Z"))
                        .orElseThrow()
                        .date())
                .isEqualTo(LocalDate.parse("2019-04-01"));
    }

    @Test
    void aVersionThatBeginsAtTheSameInstantReplaces() {
        Instant at = Instant.parse("2026-06-01T00:00:00Z");
        Store store = store(version(StoreVersion.BEGINNING, "UTC", "00:00"), version(at, "Europe/London", "00:00"));
        Store after = store.changed(version(at, "Asia/Tokyo", "06:00"));
        assertThat(after.changes()).isEqualTo(3);
        assertThat(after.versions()).containsExactly(store.versions().get(0), version(at, "Asia/Tokyo", "06:00"));
    }

    /** A store that moves several times, by random versions over a few weeks. */
    @Test
    void nothingIsDatedToADateThatHasEnded_andTheHoursAddUp_howeverOftenAStoreMoves() {
        RandomCases.forAll(200, random -> {
            Instant first = Instant.parse("2026-03-01T00:00:00Z");
            List<StoreVersion> versions = new ArrayList<>();
            TreeMap<Instant, Boolean> taken = new TreeMap<>();
            for (int i = 0; i < 1 + random.nextInt(5); i++) {
                Instant from = first.plusSeconds(900L * random.nextInt(28 * 96));
                if (taken.put(from, true) == null) {
                    versions.add(
                            version(from, ZONES.get(random.nextInt(ZONES.size())), "0" + random.nextInt(6) + ":00"));
                }
            }
            Store store = new Store("soho", versions.size(), versions);
            Instant from = Instant.parse("2026-02-20T00:00:00Z");
            Instant to = Instant.parse("2026-04-10T00:00:00Z");
            TreeMap<LocalDate, Duration> seen = new TreeMap<>();
            Duration step = Duration.ofMinutes(15);
            for (Instant at = from; at.isBefore(to); at = at.plus(step)) {
                LocalDate date = store.dayOf(at).orElseThrow().date();
                assertThat(at)
                        .as("%s of %s is dated behind a date that is over", date, versions)
                        .isBefore(store.endOf(date).orElseThrow());
                seen.merge(date, step, Duration::plus);
            }
            seen.pollFirstEntry(); // cut short by the ends of the scan, as the last one
            seen.pollLastEntry();
            seen.forEach((date, length) -> assertThat(store.lengthOf(date))
                    .as("%s of %s", date, versions)
                    .isEqualTo(length));
        });
    }

    @Test
    void aDateIsClosedOnceItHasEndedInEveryStoresZoneAndInTheDefaultOne() {
        TreeMap<String, Store> byId = new TreeMap<>();
        byId.put("a", new Store("a", 1, List.of(version(StoreVersion.BEGINNING, "Pacific/Auckland", "00:00"))));
        byId.put("b", new Store("b", 1, List.of(version(StoreVersion.BEGINNING, "America/Los_Angeles", "04:00"))));
        StoreCalendar calendar = new StoreCalendar(new Stores(byId), ZoneId.of("UTC"), LocalTime.MIDNIGHT);
        LocalDate date = LocalDate.parse("2026-07-01");
        Instant end = Instant.parse("2026-07-02T11:00:00Z");
        assertThat(calendar.endOf(date)).isEqualTo(end);
        assertThat(calendar.hasEnded(date, end.minusNanos(1))).isFalse();
        assertThat(calendar.hasEnded(date, end)).isTrue();
        assertThat(calendar.latestDateAt(Instant.parse("2026-07-01T12:00:00Z")))
                .isEqualTo(LocalDate.parse("2026-07-02"));
        assertThat(new StoreCalendar(Stores.NONE, ZoneId.of("UTC"), LocalTime.MIDNIGHT).endOf(date))
                .isEqualTo(Instant.parse("2026-07-02T00:00:00Z"));
    }

    @Test
    void whatIsOfNoRegisteredStoreHasTheDefaultDay() {
        TreeMap<String, Store> byId = new TreeMap<>();
        byId.put("a", new Store("a", 1, List.of(version(StoreVersion.BEGINNING, "Pacific/Auckland", "00:00"))));
        StoreCalendar calendar = new StoreCalendar(new Stores(byId), ZoneId.of("UTC"), LocalTime.of(4, 0));
        Instant at = Instant.parse("2026-07-01T03:00:00Z");
        assertThat(calendar.dayOf("a", at).date()).isEqualTo(LocalDate.parse("2026-07-01"));
        assertThat(calendar.dayOf("A", at).date()).isEqualTo(LocalDate.parse("2026-06-30"));
        assertThat(calendar.dayOf(null, at).date()).isEqualTo(LocalDate.parse("2026-06-30"));
    }
}

package dev.daybook.events.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.CurrencyCode;
import dev.daybook.events.RandomCases;
import dev.daybook.events.stores.OpeningHours.Opening;
import dev.daybook.events.stores.StoreRegistry.Accepted;
import dev.daybook.events.stores.StoreRegistry.NoRoom;
import dev.daybook.events.stores.StoreRegistry.Stale;
import dev.daybook.events.stores.StoreRegistry.Unusable;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreRegistryTest {
    private static final String GOLDEN = """
            {"format":1,"store_id":"soho","based_on":0,"change":"c-1","changed_by":"owner","version":{\
            "valid_from":"0001-01-01T00:00:00Z","name":"Soho","time_zone":"Europe/London","day_starts_at":"04:00",\
            "currency":"GBP","opening_hours":{"friday":[{"opens":"18:00","closes":"02:00"}]}}}""";

    private final StoreRegistry registry = new StoreRegistry();

    private static StoreVersion version(Instant from, String name) {
        return new StoreVersion(
                from,
                name,
                ZoneId.of("Europe/London"),
                LocalTime.of(4, 0),
                CurrencyCode.checked("GBP"),
                Optional.of(new OpeningHours(
                        Map.of(DayOfWeek.FRIDAY, List.of(new Opening(LocalTime.of(18, 0), LocalTime.of(2, 0)))))));
    }

    private static byte[] record(String id, long basedOn, String name) {
        return new StoreRecord(id, basedOn, "c-" + (basedOn + 1), "owner", version(StoreVersion.BEGINNING, name))
                .toJson();
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void recordsAreTheSameBytesForever() {
        assertThat(new String(record("soho", 0, "Soho"), StandardCharsets.UTF_8))
                .isEqualTo(GOLDEN);
        assertThat(registry.apply(bytes(GOLDEN)))
                .isEqualTo(new Accepted(
                        new StoreRecord("soho", 0, "c-1", "owner", version(StoreVersion.BEGINNING, "Soho")),
                        new Store("soho", 1, List.of(version(StoreVersion.BEGINNING, "Soho")))));
    }

    @Test
    void ofTwoChangesThatAreBasedOnTheSameTheFirstIsTaken() {
        registry.apply(record("soho", 0, "Soho"));
        assertThat(registry.apply(record("soho", 1, "First"))).isInstanceOf(Accepted.class);
        assertThat(registry.apply(record("soho", 1, "Second"))).isInstanceOf(Stale.class);
        assertThat(registry.apply(record("soho", 0, "Third"))).isInstanceOf(Stale.class);
        assertThat(registry.apply(record("soho", 7, "Fourth"))).isInstanceOf(Stale.class);
        Store store = registry.stores().find("soho").orElseThrow();
        assertThat(store.changes()).isEqualTo(2);
        assertThat(store.versions()).extracting(StoreVersion::name).containsExactly("First");
        assertThat(registry.complaint()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soho",
                "[]",
                "{}",
                "{\"store_id\":\"soho\"}",
                "{\"store_id\":5,\"based_on\":0}",
                "{\"store_id\":\"soho\",\"based_on\":-1}",
                "{\"store_id\":\"soho\",\"based_on\":0.5}",
                "{\"store_id\":\"soho\",\"based_on\":\"0\"}",
                "{\"store_id\":\"soho\",\"based_on\":0,\"based_on\":0}",
                "{\"store_id\":\"soho\",\"based_on\":0}{}",
                "{\"store_id\":\"so\\ud800ho\",\"based_on\":0}",
            })
    void passesOverWhatIsNoChangeOfAStore_andComplains(String value) {
        assertThat(registry.apply(bytes(value))).isInstanceOf(Unusable.class);
        assertThat(registry.complaint()).isPresent();
        assertThat(registry.stores().all()).isEmpty();
        assertThat(registry.apply(record("soho", 0, "Soho"))).isInstanceOf(Accepted.class);
    }

    @Test
    void passesOverARecordWithoutAValue() {
        assertThat(registry.apply(null)).isInstanceOf(Unusable.class);
    }

    /** A reader that left such a change out of its count would call every later one stale that the others take. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"format\":1|\"format\":2",
                "Europe/London|Europe/Atlantis",
                "\"GBP\"|\"ZZZ\"",
                "\"04:00\"|\"4:00\"",
                "\"04:00\"|\"24:00\"",
                "\"changed_by\":\"owner\"|\"changed_by\":7",
                "\"name\":\"Soho\"|\"name\":\"\"",
                "\"name\":\"Soho\"|\"name\":\"Soho\",\"colour\":\"red\"",
                "0001-01-01T00:00:00Z|once",
                "\"closes\":\"02:00\"|\"closes\":true",
                "\"friday\"|\"freitag\"",
                "{\"opens\":\"18:00\",\"closes\":\"02:00\"}|{\"opens\":\"18:00\",\"closes\":\"02:00\"},{\"opens\":\"19:00\",\"closes\":\"20:00\"}",
            })
    void countsAChangeThatCantBeUsedHere_soThatAllReadersAgreeOnTheNextOne(String change) {
        String[] parts = change.split("\\|");
        registry.apply(record("soho", 0, "Soho"));
        String second = GOLDEN.replace("\"based_on\":0", "\"based_on\":1");
        assertThat(second).contains(parts[0]);
        assertThat(registry.apply(bytes(second.replace(parts[0], parts[1])))).isInstanceOf(Unusable.class);
        Store store = registry.stores().find("soho").orElseThrow();
        assertThat(store.changes()).isEqualTo(2);
        assertThat(store.versions()).extracting(StoreVersion::name).containsExactly("Soho");
        assertThat(registry.complaint()).isPresent();
        assertThat(registry.apply(record("soho", 2, "Mended"))).isInstanceOf(Accepted.class);
    }

    @Test
    void takesOneVersionTooManyForNoChange_butCountsIt() {
        for (int i = 0; i < Store.MAX_VERSIONS; i++) {
            byte[] next =
                    new StoreRecord("soho", i, "c", "owner", version(Instant.ofEpochSecond(i), "Soho " + i)).toJson();
            assertThat(registry.apply(next)).isInstanceOf(Accepted.class);
        }
        byte[] more = new StoreRecord(
                        "soho", Store.MAX_VERSIONS, "c", "owner", version(Instant.ofEpochSecond(-1), "One more"))
                .toJson();
        assertThat(registry.apply(more)).isInstanceOf(NoRoom.class);
        Store store = registry.stores().find("soho").orElseThrow();
        assertThat(store.changes()).isEqualTo(Store.MAX_VERSIONS + 1);
        assertThat(store.versions())
                .hasSize(Store.MAX_VERSIONS)
                .noneMatch(version -> version.name().equals("One more"));
    }

    @Test
    void aSnapshotStaysAsItIs() {
        Stores before = registry.stores();
        registry.apply(record("soho", 0, "Soho"));
        assertThat(before.all()).isEmpty();
        assertThat(registry.stores().all()).hasSize(1);
        assertThat(registry.stores()).isSameAs(registry.stores());
    }

    @Test
    void readersComeToTheSameStores_whereverTheyBreakOff() {
        RandomCases.forAll(50, random -> {
            List<byte[]> log = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                log.add(
                        random.nextInt(10) == 0
                                ? bytes(GOLDEN.substring(0, random.nextInt(GOLDEN.length())))
                                : record("s" + random.nextInt(4), random.nextInt(6), "n" + i));
            }
            StoreRegistry one = new StoreRegistry();
            StoreRegistry other = new StoreRegistry();
            log.forEach(one::apply);
            for (byte[] value : log) {
                other.apply(value);
                other.stores(); // a look in between changes nothing
            }
            assertThat(List.copyOf(other.stores().all()))
                    .isEqualTo(List.copyOf(one.stores().all()));
        });
    }

    @Test
    void openingHoursOverlapOverMidnightAndOverTheWeeksEnd() {
        Opening night = new Opening(LocalTime.of(22, 0), LocalTime.of(3, 0));
        Opening early = new Opening(LocalTime.of(2, 0), LocalTime.of(4, 0));
        Opening allDay = new Opening(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);
        assertThat(OpeningHours.overlap(Map.of(DayOfWeek.SUNDAY, List.of(night), DayOfWeek.MONDAY, List.of(early))))
                .isEqualTo(new OpeningHours.Overlap(DayOfWeek.SUNDAY, DayOfWeek.MONDAY));
        assertThat(OpeningHours.overlap(Map.of(DayOfWeek.TUESDAY, List.of(night), DayOfWeek.WEDNESDAY, List.of(early))))
                .isEqualTo(new OpeningHours.Overlap(DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY));
        assertThat(OpeningHours.overlap(Map.of(DayOfWeek.TUESDAY, List.of(night), DayOfWeek.THURSDAY, List.of(early))))
                .isNull();
        assertThat(OpeningHours.overlap(
                        Map.of(DayOfWeek.TUESDAY, List.of(allDay), DayOfWeek.WEDNESDAY, List.of(allDay))))
                .isNull();
        assertThat(OpeningHours.overlap(Map.of(DayOfWeek.TUESDAY, List.of(early, early))))
                .isNotNull();
    }
}

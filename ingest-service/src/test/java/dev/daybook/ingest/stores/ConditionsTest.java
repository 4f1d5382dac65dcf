package dev.daybook.ingest.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.CurrencyCode;
import dev.daybook.events.stores.Store;
import dev.daybook.events.stores.StoreVersion;
import dev.daybook.service.http.Access;
import dev.daybook.service.http.Caller;
import dev.daybook.service.http.Request;
import dev.daybook.service.http.Trace;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionsTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private static Optional<Conditions> of(String header, String value) {
        return Conditions.of(new Request(
                "PUT",
                "/v1/stores/soho",
                Map.of("store_id", "soho"),
                Map.of(),
                Map.of(header, value),
                new byte[0],
                new Caller("owner", Set.of(Access.OPERATE), Set.of(), Set.of()),
                new Trace("request-1", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
                "127.0.0.1",
                Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\0',
            delimiter = '|',
            value = {
                // header, value, changes of the store (0 for none), whether a change may be made
                "if-match | \"3\" | 3 | true",
                "if-match | \"3\" | 4 | false",
                "if-match | \"3\" | 0 | false",
                "if-match | \"1\", \"3\" | 3 | true",
                "if-match | W/\"3\" | 3 | false",
                "if-match | * | 3 | true",
                "if-match | * | 0 | false",
                "if-match | \"*\" | 3 | false",
                "if-match | W/\"1\", \"3\" | 3 | true",
                "if-none-match | * | 3 | false",
                "if-none-match | * | 0 | true",
                "if-none-match | \"3\" | 3 | false",
                "if-none-match | W/\"3\" | 3 | false",
                "if-none-match | \"3\" | 4 | true",
                "if-none-match | \"*\" | 3 | true",
                "x-other | \"3\" | 4 | true",
            })
    void holdAgainstTheStoreAsItIs(String header, String value, long changes, boolean mayBeMade) {
        Optional<Store> store = changes == 0 ? Optional.empty() : Optional.of(new Store("soho", changes, List.of()));
        assertThat(of(header, value).orElseThrow().against(store, NOON).isEmpty())
                .isEqualTo(mayBeMade);
    }

    /** What a store is now is said first, so a reader of before doesn't have it as it is. */
    @Test
    void aVersionsBeginningIsAChangeOfWhatIsShown() {
        Store moves = new Store(
                "soho", 3, List.of(version(NOON.minusSeconds(60)), version(NOON), version(NOON.plusSeconds(60))));
        assertThat(Stream.of(-120, -60, -1, 0, 59, 60, 1_000)
                        .map(seconds -> Conditions.etag(moves, NOON.plusSeconds(seconds))))
                .containsExactly("\"3-2\"", "\"3-2\"", "\"3-2\"", "\"3-1\"", "\"3-1\"", "\"3\"", "\"3\"");

        Conditions ofReader = of("if-none-match", "\"3-1\"").orElseThrow();
        assertThat(ofReader.isKnown(moves, NOON.plusSeconds(59))).isTrue();
        assertThat(ofReader.isKnown(moves, NOON.plusSeconds(60))).isFalse();
        assertThat(of("if-match", "\"3-1\"").orElseThrow().against(Optional.of(moves), NOON.plusSeconds(60)))
                .hasValueSatisfying(why -> assertThat(why).contains("its ETag is \"3\""));
    }

    private static StoreVersion version(Instant from) {
        return new StoreVersion(
                from, "Soho", ZoneOffset.UTC, LocalTime.MIDNIGHT, CurrencyCode.checked("GBP"), Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "", "\"3", "\"3\" \"4\"", "\"3\", x", "W/3", "**"})
    void whatCantBeReadDoesNotPassForNoCondition(String value) {
        assertThat(of("if-match", value)).isEmpty();
        assertThat(of("if-none-match", value)).isEmpty();
    }
}

package dev.daybook.ingest.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.stores.Store;
import dev.daybook.service.http.Access;
import dev.daybook.service.http.Caller;
import dev.daybook.service.http.Request;
import dev.daybook.service.http.Trace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionsTest {
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
        assertThat(of(header, value).orElseThrow().against(store).isEmpty()).isEqualTo(mayBeMade);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "", "\"3", "\"3\" \"4\"", "\"3\", x", "W/3", "**"})
    void whatCantBeReadDoesNotPassForNoCondition(String value) {
        assertThat(of("if-match", value)).isEmpty();
        assertThat(of("if-none-match", value)).isEmpty();
    }
}

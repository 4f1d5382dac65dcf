package dev.daybook.ingest.stores;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.events.CurrencyCode;
import dev.daybook.events.stores.OpeningHours;
import dev.daybook.events.stores.OpeningHours.Opening;
import dev.daybook.events.stores.StoreVersion;
import dev.daybook.ingest.stores.Faults.Fault;
import dev.daybook.service.Json;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreBodyTest {
    private static final String GOOD = """
            {"name":"Café Soho","time_zone":"Europe/London","day_starts_at":"04:00","currency":"GBP",
             "opening_hours":{"friday":[{"opens":"18:00","closes":"02:00"},{"opens":"08:00","closes":"12:30"}],
                              "sunday":[{"opens":"10:00","closes":"24:00"}],"monday":[]},
             "valid_from":"2027-01-01T00:00:00+01:00"}""";

    private static List<Fault> faults(String body) throws IOException {
        Faults faults = new Faults();
        assertThat(StoreBody.read(Json.MAPPER.readTree(body), faults)).isEmpty();
        return faults.all();
    }

    private static StoreBody read(String body) throws IOException {
        Faults faults = new Faults();
        Optional<StoreBody> read = StoreBody.read(Json.MAPPER.readTree(body), faults);
        assertThat(faults.all()).isEmpty();
        return read.orElseThrow();
    }

    @Test
    void readsEverythingThatAStoreIs() throws IOException {
        assertThat(read(GOOD))
                .isEqualTo(new StoreBody(
                        Optional.of(Instant.parse("2026-12-31T23:00:00Z")),
                        new StoreVersion(
                                StoreVersion.BEGINNING,
                                "Café Soho",
                                ZoneId.of("Europe/London"),
                                LocalTime.of(4, 0),
                                CurrencyCode.checked("GBP"),
                                Optional.of(new OpeningHours(Map.of(
                                        DayOfWeek.FRIDAY,
                                        List.of(
                                                new Opening(LocalTime.of(8, 0), LocalTime.of(12, 30)),
                                                new Opening(LocalTime.of(18, 0), LocalTime.of(2, 0))),
                                        DayOfWeek.SUNDAY,
                                        List.of(new Opening(LocalTime.of(10, 0), LocalTime.MIDNIGHT))))))));
    }

    @Test
    void needsANameAZoneAndACurrencyOnly_andANullIsAbsent() throws IOException {
        StoreBody read = read("""
                {"name":"Soho","time_zone":"UTC","currency":"JPY","valid_from":null,"opening_hours":null}""");
        assertThat(read.validFrom()).isEmpty();
        assertThat(read.said().dayStartsAt()).isEqualTo(LocalTime.MIDNIGHT);
        assertThat(read.said().openingHours()).isEmpty();
    }

    @Test
    void listsAllThatIsWrong_eachWithItsPointer() throws IOException {
        assertThat(faults("""
                {"name":"","time_zone":"Europe/Londn","day_starts_at":"4am","currency":"Pounds","valid_from":"tomorrow",
                 "timezone":"Europe/London","a/b~c":1,
                 "opening_hours":{"funday":[],"monday":[{"opens":"8:00","closes":"18:00","until":1}],"tuesday":{}}}"""))
                .extracting(Fault::pointer)
                .containsExactlyInAnyOrder(
                        "/timezone",
                        "/a~1b~0c",
                        "/name",
                        "/time_zone",
                        "/day_starts_at",
                        "/currency",
                        "/valid_from",
                        "/opening_hours/funday",
                        "/opening_hours/monday/0/opens",
                        "/opening_hours/monday/0/until",
                        "/opening_hours/tuesday");
        assertThat(faults("{}")).extracting(Fault::pointer).containsExactly("/name", "/time_zone", "/currency");
        assertThat(faults("[]")).extracting(Fault::pointer).containsExactly("");
        assertThat(faults("5")).extracting(Fault::pointer).containsExactly("");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "Café Soho | So\\u0000ho | /name",
                "Café Soho | So\\ud800ho | /name",
                "Europe/London | +01:00 | /time_zone",
                "Europe/London | europe/london | /time_zone",
                "Europe/London | GMT+1 | /time_zone",
                "\"04:00\" | \"24:00\" | /day_starts_at",
                "\"04:00\" | \"04:00:00\" | /day_starts_at",
                "\"04:00\" | 4 | /day_starts_at",
                "GBP | gbp | /currency",
                "GBP | XAU | /currency",
                "GBP | ZZZ | /currency",
                "+01:00 | '' | /valid_from",
                "\"12:30\" | \"19:00\" | /opening_hours/friday",
                "\"24:00\" | \"24:01\" | /opening_hours/sunday/0/closes",
                "\"monday\":[] | \"monday\":[{\"opens\":\"00:00\"}] | /opening_hours/monday/0/closes",
                "\"monday\":[] | \"monday\":[7] | /opening_hours/monday/0",
                "\"monday\":[] | \"saturday\":[{\"opens\":\"01:00\",\"closes\":\"02:00\"}] | /opening_hours/saturday",
            })
    void refusesWhatIsNearlyRight(String right, String wrong, String pointer) throws IOException {
        assertThat(GOOD).contains(right);
        String body = GOOD.replace(right, wrong.equals("''") ? "" : wrong);
        assertThat(faults(body)).extracting(Fault::pointer).containsExactly(pointer);
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Londn, Europe/London",
        "london, Europe/London",
        "UK/London, Europe/London",
        "America/Montréal, America/Montreal",
        "new york, America/New_York",
        "Asia/Kolkatta, Asia/Kolkata",
    })
    void suggestsTheZoneThatWasMeant(String wrong, String meant) throws IOException {
        String body = Json.MAPPER
                .createObjectNode()
                .put("name", "s")
                .put("time_zone", wrong)
                .put("currency", "GBP")
                .toString();
        assertThat(faults(body).get(0).detail()).contains("Did you mean " + meant);
    }

    @Test
    void suggestsNothing_whereNothingIsNear() {
        assertThat(ZoneSuggestions.of("Middle Earth Standard Time")).isEmpty();
        assertThat(ZoneSuggestions.of("")).isEmpty();
        assertThat(ZoneSuggestions.of("x".repeat(10_000))).isEmpty();
    }

    @Test
    void showsTheFirstFaultsOnly_whenThereAreThousands() {
        JsonNode body = Json.MAPPER.createObjectNode();
        for (int i = 0; i < 5_000; i++) {
            ((com.fasterxml.jackson.databind.node.ObjectNode) body).put("x" + i, i);
        }
        Faults faults = new Faults();
        assertThat(StoreBody.read(body, faults)).isEmpty();
        assertThat(faults.all()).hasSize(50);
        assertThat(faults.answer().status()).isEqualTo(422);
    }
}

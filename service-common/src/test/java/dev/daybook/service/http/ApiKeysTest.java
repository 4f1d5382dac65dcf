package dev.daybook.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.daybook.service.settings.Secret;
import dev.daybook.service.settings.WrongSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiKeysTest {
    private static final Secret PEPPER = new Secret("pepper");
    private static final Secret SERVICE_KEY = new Secret("key-of-the-services");

    @TempDir
    Path folder;

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("keys.json"), content);
    }

    private ApiKeys load(String entries) throws IOException {
        return ApiKeys.load(file("{\"keys\":[" + entries + "]}"), PEPPER, SERVICE_KEY);
    }

    private static String entry(String id, String key, String more) {
        return "{\"id\":\"%s\",\"hash\":\"%s\"%s}".formatted(id, ApiKeys.hash(PEPPER, key), more);
    }

    @Test
    void knowsACaller_byEachOfItsKeys() throws Exception {
        ApiKeys keys = load(entry("till", "old", ",\"may\":[\"write\"]") + ","
                + entry(
                        "till",
                        "new",
                        ",\"may\":[\"write\",\"read\"],\"stores\":[\"soho\"],\"event_types\":[\"a\",\"b\"]"));

        assertThat(keys.caller("old")).hasValue(new Caller("till", Set.of(Access.WRITE), Set.of(), Set.of()));
        assertThat(keys.caller("new"))
                .hasValue(new Caller("till", Set.of(Access.WRITE, Access.READ), Set.of("soho"), Set.of("a", "b")));
        assertThat(keys.caller("other")).isEmpty();
        assertThat(keys.caller("")).isEmpty();
    }

    @Test
    void letsOnlyTheServicesOwnKeyDoWhatServicesDo() throws Exception {
        ApiKeys keys = load(entry("ops", "key", ",\"may\":[\"write\",\"read\",\"operate\"]"));

        assertThat(keys.caller("key").orElseThrow().may()).doesNotContain(Access.SERVICE);
        assertThat(keys.caller(SERVICE_KEY.reveal()).orElseThrow().may()).contains(Access.SERVICE);
        assertThatThrownBy(() -> load(entry("ops", "key", ",\"may\":[\"service\"]")))
                .isInstanceOf(WrongSettings.class)
                .hasMessageContaining("not \"service\"");
    }

    @Test
    void knowsNobody_whenThePepperIsAnother() throws Exception {
        Path file = file("{\"keys\":[" + entry("till", "key", ",\"may\":[\"write\"]") + "]}");

        assertThat(ApiKeys.load(file, new Secret("another"), SERVICE_KEY).caller("key"))
                .isEmpty();
    }

    /** A slip in the file must never leave a key with more than was meant. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ,"may":["write"],"stores":"soho"       | /keys/0/stores must be a list
                    ,"may":["write"],"stores":[]           | /keys/0/stores must be a list
                    ,"may":["write"],"stores":["a",1]      | /keys/0/stores must be a list
                    ,"may":["write"],"stores":null         | /keys/0/stores must be a list
                    ,"may":["write"],"event_types":{}      | /keys/0/event_types must be a list
                    ,"may":["write"],"store":["soho"]      | may not have "store"
                    ,"may":"write"                         | /keys/0/may must name at least one
                    ,"may":["admin"]                       | not "admin"
                    ` `                                    | /keys/0/may must name at least one
                    """)
    void refusesTheFile_whenAnEntryIsWrong(String more, String message) {
        assertThatThrownBy(() -> load(entry("till", "key", more)))
                .isInstanceOf(WrongSettings.class)
                .hasMessageContaining(message);
    }

    @Test
    void listsEverythingThatIsWrong_withoutShowingAHash() {
        String hash = ApiKeys.hash(PEPPER, "key");
        WrongSettings wrong = catchThrowableOfType(
                WrongSettings.class,
                () -> load("{\"id\":\"\",\"hash\":\"" + hash.toUpperCase(java.util.Locale.ROOT)
                        + "\",\"may\":[\"write\"]},7," + entry("a", "key", ",\"may\":[\"write\"]") + ","
                        + entry("b", "key", ",\"may\":[\"read\"]") + ","
                        + entry("service", "x", ",\"may\":[\"read\"]")));

        assertThat(wrong.errors())
                .anyMatch(error -> error.contains("/keys/0/id"))
                .anyMatch(error -> error.contains("/keys/0/hash"))
                .anyMatch(error -> error.contains("/keys/1/id"))
                .anyMatch(error -> error.contains("/keys/3/hash is another entry's"))
                .anyMatch(error -> error.contains("/keys/4/id"))
                .allMatch(error -> error.startsWith("API_KEYS_FILE "))
                .noneMatch(error -> error.contains(hash));
    }

    @Test
    void namesTheFile_whenItCantBeRead() {
        assertThatThrownBy(() -> ApiKeys.load(folder.resolve("absent.json"), PEPPER, SERVICE_KEY))
                .isInstanceOf(WrongSettings.class)
                .hasMessageContaining("absent.json");
        assertThatThrownBy(() -> ApiKeys.load(file("{\n\"keys\":[}"), PEPPER, SERVICE_KEY))
                .isInstanceOf(WrongSettings.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("not valid JSON");
        assertThatThrownBy(() -> ApiKeys.load(file("[]"), PEPPER, SERVICE_KEY))
                .isInstanceOf(WrongSettings.class)
                .hasMessageContaining("array \"keys\"");
    }

    @Test
    void hashesAsHmacSha256() {
        // RFC 4231, test case 2
        assertThat(ApiKeys.hash(new Secret("Jefe"), "what do ya want for nothing?"))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void generatesKeysOf256Bits_thatAreNeverShown() {
        Secret one = ApiKeys.generate();

        assertThat(one.reveal())
                .matches("dbk_[A-Za-z0-9_-]{43}")
                .isNotEqualTo(ApiKeys.generate().reveal());
        assertThat(one).hasToString("***");
    }
}

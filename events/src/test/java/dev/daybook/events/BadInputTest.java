package dev.daybook.events;

import static dev.daybook.events.Samples.activity;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.daybook.events.Document.Accepted;
import dev.daybook.events.Document.Refused;
import dev.daybook.events.Document.Single;
import dev.daybook.events.Document.Unusable;
import dev.daybook.events.Refusal.Code;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Public suites of what parsers get wrong. */
class BadInputTest {
    private static final String SUITE = "bad-input/json-test-suite/";
    /** Valid by the grammar, and refused by the contract: the last of two fields of one name must not win silently. */
    private static final Set<String> DUPLICATE_KEYS =
            Set.of("y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json");

    static List<Path> parsingCases() {
        return SharedData.files(SUITE + "test_parsing");
    }

    static List<Path> transformCases() {
        return SharedData.files(SUITE + "test_transform");
    }

    @ParameterizedTest
    @MethodSource("parsingCases")
    void aBodyIsUsable_onlyWhenItIsValidJson(Path file) {
        byte[] body = SharedData.read(file);
        Document document = Samples.parse(body);
        switch (kind(file)) {
            case 'n' -> assertThat(syntaxFault(document)).as("%s", document).isTrue();
            case 'y' -> assertThat(syntaxFault(document)).as("%s", document).isEqualTo(isDuplicate(file));
            default -> assertThat(document).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("parsingCases")
    void detailsAreTaken_onlyWhenTheyAreAValidObject(Path file) {
        byte[] details = SharedData.read(file);
        byte[] body = around(details);
        Document document = Samples.parse(body);
        if (kind(file) == 'n') {
            assertThat(syntaxFault(document)).as("%s", document).isTrue();
        } else if (kind(file) == 'y' && isDuplicate(file)) {
            assertThat(((Unusable) document).refusal().code()).isEqualTo(Code.DUPLICATE_KEY);
        } else if (kind(file) == 'y') {
            assertThat(syntaxFault(document)).as("%s", document).isFalse();
            boolean object = new String(details, StandardCharsets.UTF_8).strip().startsWith("{");
            assertThat(((Single) document).item() instanceof Accepted)
                    .as("%s", document)
                    .isEqualTo(object);
        }
    }

    @ParameterizedTest
    @MethodSource("transformCases")
    void everyTransformCaseHasAnAnswer_asBodyAndAsDetails(Path file) {
        byte[] body = SharedData.read(file);
        assertThat(Samples.parse(body)).isNotNull();
        Document document = Samples.parse(around(body));
        if (file.getFileName().toString().startsWith("object_same_key")) {
            assertThat(((Unusable) document).refusal().code()).isEqualTo(Code.DUPLICATE_KEY);
        } else if (!file.getFileName().toString().contains("invalid_codepoint")) {
            // Numbers and escapes that lose something in many parsers: their bytes stay as they came.
            assertThat(document).isInstanceOf(Single.class);
        }
    }

    @Test
    void theSuiteIsWhole() {
        assertThat(parsingCases()).hasSize(318);
        assertThat(transformCases()).hasSize(22);
    }

    /** Where a text of the contract can stand. */
    enum Place {
        EVENT_ID(text -> Samples.activity("{}").replace("\"1\"", text), 128),
        SOURCE(text -> Samples.activity("{}").replace("\"s\"", text), 256),
        STORE_ID(text -> Samples.SALE.replace("\"soho\"", text), 128),
        PRODUCT_NAME(text -> Samples.SALE.replace("\"Latte\"", text), 256);

        private final Function<String, String> event;
        private final int maxCharacters;

        Place(Function<String, String> event, int maxCharacters) {
            this.event = event;
            this.maxCharacters = maxCharacters;
        }

        String read(Event event) {
            return switch (this) {
                case EVENT_ID -> event.eventId();
                case SOURCE -> event.source();
                case STORE_ID -> ((Sale) event.content()).storeId();
                case PRODUCT_NAME -> ((Sale) event.content()).lines().get(0).name();
            };
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void aHostileTextIsTakenUnchanged_orRefusedByTheTextRule(Place place) throws IOException {
        List<String> texts = naughtyStrings();
        assertThat(texts).hasSize(515);
        int taken = 0;
        for (String text : texts) {
            Single single = (Single) Samples.parse(place.event.apply(Samples.quoted(text)));
            boolean allowed =
                    text.codePointCount(0, text.length()) <= place.maxCharacters && text.matches("[^\\p{Cc}\\p{Cs}]+");
            if (allowed) {
                taken++;
                assertThat(place.read(((Accepted) single.item()).event())).isEqualTo(text);
            } else {
                assertThat(((Refused) single.item()).refusal().code())
                        .as("%s", text)
                        .isEqualTo(Code.INVALID_TEXT);
            }
        }
        assertThat(taken).isBetween(450, 514);
    }

    private static List<String> naughtyStrings() throws IOException {
        List<String> texts = new ArrayList<>();
        byte[] json = SharedData.read(SharedData.folder("bad-input").resolve("naughty-strings.json"));
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.VALUE_STRING) {
                    texts.add(parser.getText());
                }
            }
        }
        return texts;
    }

    private static byte[] around(byte[] details) {
        String[] frame = activity("?").split("\\?");
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(Samples.utf8(frame[0]));
        body.writeBytes(details);
        body.writeBytes(Samples.utf8(frame[1]));
        return body.toByteArray();
    }

    private static char kind(Path file) {
        return file.getFileName().toString().charAt(0);
    }

    private static boolean isDuplicate(Path file) {
        return DUPLICATE_KEYS.contains(file.getFileName().toString());
    }

    /** Whether nothing of the body can be used, for another reason than being a valid text or number. */
    private static boolean syntaxFault(Document document) {
        return document instanceof Unusable unusable && unusable.refusal().code() != Code.NOT_AN_OBJECT;
    }
}

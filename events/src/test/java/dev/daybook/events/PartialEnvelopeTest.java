package dev.daybook.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.Document.Refused;
import dev.daybook.events.Document.Single;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartialEnvelopeTest {
    private static final Instant AT = Instant.parse("2026-11-20T08:31:07.412Z");

    private static PartialEnvelope of(String event) {
        return ((Refused) ((Single) Samples.parse(event)).item()).envelope();
    }

    @Test
    void hasWhatIsRight_whateverIsWrongWithTheRest() {
        assertThat(of(Samples.SALE.replace("\"currency\": \"GBP\"", "\"currency\": \"gold\"")))
                .isEqualTo(new PartialEnvelope("soho-2-000184", "pos/soho/till-2", "soho", AT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"event_id\": \"soho-2-000184\" | \"event_id\": 5",
                "\"event_id\": \"soho-2-000184\" | \"event_id\": \"\\ud800\"",
                "\"source\": \"pos/soho/till-2\" | \"source\": \"\"",
                "\"source\": \"pos/soho/till-2\" | \"other\": \"x\""
            })
    void hasNoIdentity_whereOneOfItsPartsIsMissing(String right, String wrong) {
        PartialEnvelope envelope = of(Samples.SALE.replace(right, wrong));
        assertThat(envelope.identity()).isEmpty();
        assertThat(envelope.countsAt()).isEqualTo(AT);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "'2026-11-20T08:31:07.412Z','2026-11-19T23:00:00Z',2026-11-19T23:00:00Z",
                "'2026-11-20T08:31:07.412Z','yesterday',none",
                "'today','2026-11-19T23:00:00Z',none"
            })
    void countsWhereTheSaleDid_whereAVoidShowsBothItsTimes(String at, String soldAt, Instant countsAt) {
        String refused = "{\"event_id\":\"1\",\"source\":\"s\",\"event_type\":\"sale.voided\",\"timestamp\":\"" + at
                + "\",\"details\":{\"sold_at\":\"" + soldAt + "\"}}";
        assertThat(of(refused).countsAt()).isEqualTo(countsAt);
    }

    @Test
    void isNothing_whereTheValueIsNoObject() {
        assertThat(((Refused) ((Document.Batch) Samples.parse("[5]")).items().get(0)).envelope())
                .isEqualTo(PartialEnvelope.NOTHING);
    }
}

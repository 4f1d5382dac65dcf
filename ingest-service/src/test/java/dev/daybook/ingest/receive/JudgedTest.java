package dev.daybook.ingest.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.Document.Item;
import dev.daybook.events.Document.Refused;
import dev.daybook.events.PartialEnvelope;
import dev.daybook.events.Refusal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JudgedTest {
    private static final Instant NOW = Instant.parse("2026-07-02T12:00:00Z");
    private static final Refusal REFUSAL = new Refusal(Refusal.Code.MISSING_FIELD, "/source", "x");

    private static Judged of(Item item) {
        return Judged.of(List.of(item), NOW).get(0);
    }

    private static PartialEnvelope envelopeOf(Judged judged) {
        return ((Judged.Wrong) judged).envelope();
    }

    @Test
    void trustsTheTimeOfARefusedEvent_upToAnHourAhead() {
        PartialEnvelope anHourAhead = new PartialEnvelope("a", "s", NOW.plusSeconds(3_600));
        PartialEnvelope more = new PartialEnvelope("a", "s", NOW.plusSeconds(3_601));

        assertThat(envelopeOf(of(new Refused(anHourAhead, REFUSAL, new byte[0]))))
                .isEqualTo(anHourAhead);
        assertThat(envelopeOf(of(new Refused(more, REFUSAL, new byte[0]))))
                .isEqualTo(new PartialEnvelope("a", "s", null));
    }

    @Test
    void keepsTheIdentityButNoTime_whenAnEventIsRefusedForItsTime() {
        Judged judged = of(Events.accepted(Events.event("a", "2026-07-02T13:00:01Z")));

        assertThat(judged).isInstanceOf(Judged.Wrong.class);
        assertThat(envelopeOf(judged).identity()).isPresent();
        assertThat(envelopeOf(judged).countsAt()).isNull();
    }

    @Test
    void isSettledAsWhatItIs_onceItIsDurable() {
        assertThat(of(Events.accepted(Events.event("a"))).settled(Appended.DURABLE))
                .isEqualTo(new Outcome.Durable("a"));
        assertThat(of(new Refused(new PartialEnvelope("a", null, null), REFUSAL, new byte[0]))
                        .settled(Appended.DURABLE))
                .isEqualTo(new Outcome.Refused("a", REFUSAL));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DURABLE")
    void isToBeSentAgain_asAnEventOrAsARefusal_untilItIsDurable(Appended result) {
        assertThat(of(Events.accepted(Events.event("a"))).settled(result)).isInstanceOf(Outcome.Failed.class);
        assertThat(of(new Refused(PartialEnvelope.NOTHING, REFUSAL, new byte[0]))
                        .settled(result))
                .isInstanceOf(Outcome.Failed.class);
    }
}

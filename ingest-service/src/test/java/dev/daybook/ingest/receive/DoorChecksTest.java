package dev.daybook.ingest.receive;

import static dev.daybook.ingest.receive.Events.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.Document.Refused;
import dev.daybook.events.PartialEnvelope;
import dev.daybook.events.Refusal;
import dev.daybook.events.Refusal.Code;
import dev.daybook.service.http.Access;
import dev.daybook.service.http.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DoorChecksTest {
    private static final Instant NOW = Instant.parse("2026-07-02T12:00:00Z");

    @Test
    void allowsAnHourAhead_andNotANanosecondMore() {
        assertThat(DoorChecks.ahead(
                        accepted(Events.event("a", "2026-07-02T13:00:00Z")).event(), NOW))
                .isEmpty();
        assertThat(DoorChecks.ahead(
                                accepted(Events.event("a", "2026-07-02T13:00:00.000000001Z"))
                                        .event(),
                                NOW)
                        .orElseThrow())
                .extracting(Refusal::code, Refusal::pointer)
                .containsExactly(Code.TIMESTAMP_IN_FUTURE, "/timestamp");
    }

    @Test
    void allowsAnyPast() {
        assertThat(DoorChecks.ahead(
                        accepted(Events.event("a", "0001-01-01T00:00:00Z")).event(), NOW))
                .isEmpty();
    }

    @Test
    void looksAtTheSalesTimeToo_whenASaleIsVoided() {
        var voided = accepted(Events.voided("a", "2026-07-02T12:00:00Z", "2026-07-02T13:00:01Z"));

        assertThat(DoorChecks.ahead(voided.event(), NOW).orElseThrow().pointer())
                .isEqualTo("/details/sold_at");
    }

    @Test
    void findsTheFirstEventOutsideTheKey() {
        Caller soho = caller(Set.of("soho"), Set.of());
        var refused = new Refused(
                new PartialEnvelope("r", null, null), new Refusal(Code.MISSING_FIELD, "/source", ""), new byte[0]);

        assertThat(DoorChecks.outside(List.of(accepted(Events.sale("a", "soho")), accepted(Events.event("b"))), soho))
                .isEmpty();
        DoorChecks.Outside outside = DoorChecks.outside(
                        List.of(refused, accepted(Events.sale("a", "camden")), accepted(Events.sale("b", "leeds"))),
                        soho)
                .orElseThrow();
        assertThat(outside.index()).isEqualTo(1);
        assertThat(outside.pointer()).isEqualTo("/details/store_id");
        assertThat(outside.detail()).doesNotContain("camden");
    }

    @Test
    void findsAnEventOfATypeOutsideTheKey() {
        Caller sales = caller(Set.of(), Set.of("sale.completed"));

        assertThat(DoorChecks.outside(List.of(accepted(Events.sale("a", "soho"))), sales))
                .isEmpty();
        assertThat(DoorChecks.outside(List.of(accepted(Events.event("a"))), sales)
                        .orElseThrow()
                        .pointer())
                .isEqualTo("/event_type");
    }

    private static Caller caller(Set<String> stores, Set<String> types) {
        return new Caller("till", Set.of(Access.WRITE), stores, types);
    }
}

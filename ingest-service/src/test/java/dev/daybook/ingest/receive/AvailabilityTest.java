package dev.daybook.ingest.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AvailabilityTest {
    private static final Duration MOMENT = Duration.ofMillis(10);

    private long now = Long.MAX_VALUE - 1_000; // nanoTime may overflow at any time
    private final Availability availability = new Availability(() -> now, "not reached");

    private void pass(Duration time) {
        now += time.toNanos();
    }

    /** A probe that takes a moment. */
    private void probe(Optional<String> problem) {
        long startedAt = availability.probing();
        pass(MOMENT);
        availability.probed(startedAt, problem);
    }

    private void probeWell() {
        probe(Optional.empty());
    }

    private Duration untilProbe() {
        Duration waited = Duration.ZERO;
        while (!availability.wantsProbe()) {
            pass(MOMENT);
            waited = waited.plus(MOMENT);
        }
        return waited;
    }

    @BeforeEach
    void letIn() {
        assertThat(availability.outage()).hasValue("not reached");
        assertThat(availability.wantsProbe()).isTrue();
        probeWell();
        assertThat(availability.outage()).isEmpty();
        availability.sending(1);
        availability.acknowledged();
    }

    @Test
    void isOut_whenASendFails_untilAProbeIsWell() {
        long sentAt = availability.sending(1);
        availability.failed(sentAt, "timed out");

        assertThat(availability.outage()).hasValue("timed out");
        assertThat(availability.wantsProbe()).isFalse();
        assertThat(untilProbe()).isEqualTo(Availability.FIRST_PROBE);
        probe(Optional.of("no leader"));
        assertThat(availability.outage()).hasValue("no leader");
        assertThat(untilProbe()).isEqualTo(Availability.FIRST_PROBE);
        probeWell();
        assertThat(availability.outage()).isEmpty();
    }

    @Test
    void staysOut_whenTheProbeBeganBeforeTheFailure() {
        long startedAt = availability.probing();
        pass(MOMENT);
        availability.failed(availability.sending(1), "timed out");
        availability.probed(startedAt, Optional.empty());

        assertThat(availability.outage()).isPresent();
    }

    @Test
    void staysOut_whenAnotherPartitionAcknowledges() {
        long sentAt = availability.sending(2);
        availability.failed(sentAt, "timed out");
        availability.acknowledged();

        assertThat(availability.outage()).isPresent();
    }

    @Test
    void staysIn_whenASendOfBeforeTheLastRecoveryFailsLate() {
        long early = availability.sending(2);
        availability.failed(early, "timed out");
        untilProbe();
        probeWell();
        availability.failed(early, "timed out");

        assertThat(availability.outage()).isEmpty();
        assertThat(availability.inFlight()).isZero();
    }

    @Test
    void isOutWhileNothingIsAcknowledged_andInAgainWithTheFirstAcknowledgement() {
        availability.sending(2);
        pass(Availability.STALL);
        assertThat(availability.outage()).isEmpty();
        pass(MOMENT);
        assertThat(availability.outage()).hasValue("Kafka has acknowledged nothing for 3 s");

        availability.acknowledged();
        assertThat(availability.outage()).isEmpty();
    }

    @Test
    void isNotStalled_whenNothingWaits() {
        availability.sending(1);
        availability.acknowledged();
        pass(Duration.ofHours(1));
        assertThat(availability.outage()).isEmpty();

        availability.sending(1);
        assertThat(availability.outage()).isEmpty();
    }

    @Test
    void countsFromTheRecovery_whenOldSendsStillWait() {
        long early = availability.sending(2);
        pass(Availability.STALL);
        availability.failed(early, "timed out");
        untilProbe();
        probeWell();

        assertThat(availability.inFlight()).isEqualTo(1);
        assertThat(availability.outage()).isEmpty();
        pass(Availability.STALL.plus(MOMENT));
        assertThat(availability.outage()).isPresent();
    }

    @Test
    void waitsLongerBetweenProbes_whenEachRecoveryIsFollowedByAFailure() {
        availability.failed(availability.sending(1), "denied");
        Duration first = untilProbe();
        probeWell();
        availability.failed(availability.sending(1), "denied");
        Duration second = untilProbe();
        for (int i = 0; i < 10; i++) {
            probeWell();
            availability.failed(availability.sending(1), "denied");
            untilProbe();
        }
        probeWell();
        availability.failed(availability.sending(1), "denied");

        assertThat(second).isEqualTo(first.multipliedBy(2));
        assertThat(untilProbe()).isEqualTo(Availability.LONGEST_PROBE_WAIT);
        probeWell();
        availability.sending(1);
        availability.acknowledged();
        availability.failed(availability.sending(1), "denied");
        assertThat(untilProbe()).isEqualTo(Availability.FIRST_PROBE);
    }

    @Test
    void noticesWhileIdle_onlyAfterTwoFailedProbesInARow() {
        assertThat(untilProbe()).isEqualTo(Availability.WATCH);
        probe(Optional.of("no answer"));
        assertThat(availability.outage()).isEmpty();
        assertThat(untilProbe()).isEqualTo(Availability.FIRST_PROBE);
        probe(Optional.of("no answer"));

        assertThat(availability.outage()).hasValue("no answer");
    }

    @Test
    void forgetsAFailedProbe_whenAnEventIsAcknowledged() {
        untilProbe();
        probe(Optional.of("no answer"));
        availability.sending(1);
        availability.acknowledged();
        untilProbe();
        probe(Optional.of("no answer"));

        assertThat(availability.outage()).isEmpty();
    }

    @Test
    void asksForNoProbe_whileEventsAreAcknowledged() {
        for (int i = 0; i < 100; i++) {
            availability.sending(1);
            pass(Duration.ofSeconds(1));
            availability.acknowledged();
            assertThat(availability.wantsProbe()).isFalse();
        }
    }

    @Test
    void saysNothingOfKafka_whenASendIsWithdrawn() {
        availability.sending(3);
        availability.withdrawn(3);

        assertThat(availability.outage()).isEmpty();
        assertThat(availability.inFlight()).isZero();
    }
}

package dev.daybook.report.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class WrongKeysTest {
    private final Hands clock = new Hands();
    private final WrongKeys wrongKeys = new WrongKeys(clock);

    /** A clock that is set by hand. */
    private static final class Hands extends Clock {
        private Instant now = Instant.parse("2026-11-20T08:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private void note(String address, int times) {
        for (int i = 0; i < times; i++) {
            wrongKeys.note(address);
        }
    }

    @Test
    void hasAnAddressWait_afterTooManyTries_untilTheMinuteIsOver() {
        note("10.0.0.1", WrongKeys.MAX_TRIES - 1);
        assertThat(wrongKeys.mustWait("10.0.0.1")).isEmpty();

        note("10.0.0.1", 1);

        assertThat(wrongKeys.mustWait("10.0.0.1")).hasValue(WrongKeys.WINDOW);
        assertThat(wrongKeys.mustWait("10.0.0.2")).isEmpty();
        clock.now = clock.now.plus(WrongKeys.WINDOW).minusSeconds(1);
        assertThat(wrongKeys.mustWait("10.0.0.1")).hasValue(Duration.ofSeconds(1));
        clock.now = clock.now.plusSeconds(1);
        assertThat(wrongKeys.mustWait("10.0.0.1")).isEmpty();
    }

    @Test
    void countsTheAddressesOfOneIpv6NetworkTogether() {
        for (int host = 1; host <= WrongKeys.MAX_TRIES; host++) {
            note("2001:db8:0:1:0:0:0:" + host, 1);
        }

        assertThat(wrongKeys.mustWait("2001:db8:0:1:ffff:0:0:1")).hasValue(WrongKeys.WINDOW);
        assertThat(wrongKeys.mustWait("2001:db8:0:2:0:0:0:1")).isEmpty();
    }

    @Test
    void countsTheRestTogether_whenThereAreMoreAddressesThanItKeeps() {
        for (int address = 0; address < WrongKeys.MAX_ADDRESSES; address++) {
            note("address-" + address, 1);
        }

        for (int address = 0; address < WrongKeys.MAX_TRIES; address++) {
            note("late-" + address, 1);
        }

        assertThat(wrongKeys.mustWait("another")).hasValue(WrongKeys.WINDOW);
        assertThat(wrongKeys.mustWait("address-1")).isEmpty();
        clock.now = clock.now.plus(WrongKeys.WINDOW);
        note("fresh", 1);
        assertThat(wrongKeys.mustWait("another")).isEmpty();
    }
}

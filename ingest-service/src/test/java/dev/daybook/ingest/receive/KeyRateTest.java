package dev.daybook.ingest.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.service.http.Access;
import dev.daybook.service.http.Caller;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KeyRateTest {
    private static final Caller TILL = caller("till");
    private static final Caller SHOP = caller("shop");

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void eachKeyHasItsOwnRateAndIsToldHowLongToWait() {
        KeyRate rate = rate(10, 5);

        assertThat(rate.spend(TILL, 10)).isEmpty();
        assertThat(rate.spend(TILL, 1)).contains(Duration.ofSeconds(1));
        assertThat(rate.spend(SHOP, 10)).isEmpty();

        pass(Duration.ofMillis(500));
        assertThat(rate.spend(TILL, 6))
                .as("nothing is spent by what is refused")
                .contains(Duration.ofSeconds(1));
        assertThat(rate.spend(TILL, 5)).isEmpty();
    }

    @Test
    void fullBatchPassesAfterAWait_whenTheRateIsBelowIt() {
        KeyRate rate = rate(10, 1000);

        assertThat(rate.spend(TILL, 1000)).isEmpty();
        assertThat(rate.spend(TILL, 1000)).contains(Duration.ofSeconds(100));
        pass(Duration.ofSeconds(100));
        assertThat(rate.spend(TILL, 1000)).isEmpty();
    }

    @Test
    void nothingIsLimited_withoutARate() {
        KeyRate rate = new KeyRate(Optional.empty(), 1000);

        for (int request = 0; request < 10_000; request++) {
            assertThat(rate.spend(TILL, 1000)).isEmpty();
        }
    }

    private KeyRate rate(int eventsPerSecond, int maxEvents) {
        return new KeyRate(Optional.of(eventsPerSecond), maxEvents, new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return nanos.get();
            }

            @Override
            public boolean isWallClockBased() {
                return false;
            }
        });
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static Caller caller(String id) {
        return new Caller(id, Set.of(Access.WRITE), Set.of(), Set.of());
    }
}

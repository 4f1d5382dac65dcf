package dev.daybook.report.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryBackoffTest {

    @Test
    void doublesUpToTheLongestAndThenEnds() {
        RetryBackoff backoff = new RetryBackoff(Duration.ofMinutes(1), Duration.ofMinutes(5), 5);
        assertThat(backoff.after(1)).isEqualTo(Duration.ofMinutes(1));
        assertThat(backoff.after(2)).isEqualTo(Duration.ofMinutes(2));
        assertThat(backoff.after(3)).isEqualTo(Duration.ofMinutes(4));
        assertThat(backoff.after(4)).isEqualTo(Duration.ofMinutes(5));
        assertThat(backoff.after(5)).isNull();
        assertThat(RetryBackoff.DEFAULT.after(12)).isEqualTo(Duration.ofHours(1));
    }
}

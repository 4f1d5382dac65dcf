package dev.daybook.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    private final List<String> closed = new ArrayList<>();

    private AutoCloseable part(String name) {
        return () -> closed.add(name);
    }

    private AutoCloseable failing(String name) {
        return () -> {
            closed.add(name);
            throw new IOException(name + " is stuck");
        };
    }

    @Test
    void closesInReverseAndOnce_evenWhenAPartFailsToClose() {
        Lifecycle running = Lifecycle.starting("test", parts -> {
            parts.add("first", part("first"));
            parts.add("second", failing("second"));
            parts.add("third", part("third"));
            return parts;
        });

        running.close();
        running.close();

        assertThat(closed).containsExactly("third", "second", "first");
    }

    @Test
    void closesWhatItStarted_whenTheStartFails() {
        assertThatThrownBy(() -> Lifecycle.starting("test", parts -> {
                    parts.add("first", part("first"));
                    parts.add("second", part("second"));
                    throw new IOException("no disk");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("test did not start: no disk");

        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void closesWhatItStartedAndThrowsTheErrorOn_whenTheStartEndsInOne() {
        Error broken = new NoClassDefFoundError("dev/daybook/Gone");

        assertThatThrownBy(() -> Lifecycle.starting("test", parts -> {
                    parts.add("first", part("first"));
                    parts.add("second", () -> {
                        closed.add("second");
                        throw new NoClassDefFoundError("dev/daybook/GoneToo");
                    });
                    throw broken;
                }))
                .isSameAs(broken);

        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void throwsItsOwnExceptionOn_whenTheStartSaysWhatIsWrong() {
        PortTaken taken = new PortTaken(8080, "X_PORT", null);

        assertThatThrownBy(() -> Lifecycle.starting("test", parts -> {
                    throw taken;
                }))
                .isSameAs(taken);
    }

    @Test
    void staysInterrupted_whenTheStartIs() {
        assertThatThrownBy(() -> Lifecycle.starting("test", parts -> {
                    throw new InterruptedException();
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}

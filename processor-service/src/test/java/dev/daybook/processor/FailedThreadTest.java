package dev.daybook.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.service.Health;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rocksdb.RocksDBException;

class FailedThreadTest {
    private final Health health = new Health();
    private final FailedThread failedThread = new FailedThread(health, Duration.ZERO, new SimpleMeterRegistry());

    static Stream<Throwable> passing() {
        return Stream.of(
                new TimeoutException("no answer"),
                new StreamsException("the source topic is missing"),
                new StreamsException(new TimeoutException("no answer")),
                new StreamsException("no changelog", new InvalidReplicationFactorException("3 of 1")),
                new ProcessorStateException("disk", new RocksDBException("No space left on device")));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void replacesTheThread_whenTheFailureMayPass(Throwable failure) {
        assertThat(failedThread.handle(failure)).isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
        assertThat(health.fatal()).isEmpty();
    }

    static Stream<Throwable> lasting() {
        return Stream.of(
                new StreamsException("in process", new NullPointerException("bug")),
                new StreamsException("in process", new IllegalStateException("a row of another version")),
                new OutOfMemoryError("heap"));
    }

    @ParameterizedTest
    @MethodSource("lasting")
    void stopsAndIsNoLongerAlive_whenTheFailureIsABug(Throwable failure) {
        assertThat(failedThread.handle(failure)).isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
        assertThat(health.fatal()).isPresent();
    }
}

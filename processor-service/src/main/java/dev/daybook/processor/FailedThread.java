package dev.daybook.processor;

import dev.daybook.service.Health;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what follows when a stream thread fails: what the cluster or the disk did may pass, so the thread is replaced, after
 * a pause; anything else is a bug that would come back with the same record, so the client stops and the service is no longer
 * alive.
 */
final class FailedThread implements StreamsUncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FailedThread.class);

    private final Health health;
    private final Duration pause;
    private final Counter replaced;

    /** @param pause between a failure and the thread's successor */
    FailedThread(Health health, Duration pause, MeterRegistry registry) {
        this.health = health;
        this.pause = pause;
        this.replaced = Counter.builder("daybook.processor.threads.replaced")
                .description("Stream threads that failed and were replaced")
                .register(registry);
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable failure) {
        if (mayPass(failure)) {
            LOG.warn("a stream thread failed; another takes its place in {} ms", pause.toMillis(), failure);
            replaced.increment();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause.toMillis()));
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        LOG.error("a stream thread failed for good; the service needs a restart", failure);
        health.fail("processing failed: " + failure.getClass().getSimpleName());
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** By the root of the failure: Streams wraps whatever a processor throws in an exception of its own. */
    static boolean mayPass(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root instanceof KafkaException
                || root instanceof StreamsException
                || root instanceof RocksDBException
                || root instanceof java.io.IOException
                || root instanceof java.util.concurrent.TimeoutException;
    }
}

package dev.daybook.service;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the parts of a service in the reverse order of their start, each of them even if another fails to close. A start that
 * fails half-way closes what it started. Safe for use by many threads; closing twice closes once.
 */
public final class Lifecycle implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    private final String service;
    private final Deque<Part> parts = new ArrayDeque<>();

    private record Part(String name, AutoCloseable part) {}

    /** Builds a service out of parts that it registers as it makes them. */
    public interface Start<S> {
        S start(Lifecycle parts) throws Exception;
    }

    private Lifecycle(String service) {
        this.service = service;
    }

    /** Runs the start; where it throws, closes the parts that it registered and throws on. */
    public static <S> S starting(String service, Start<S> start) {
        Lifecycle parts = new Lifecycle(service);
        try {
            return start.start(parts);
        } catch (RuntimeException | Error e) {
            parts.close();
            throw e;
        } catch (InterruptedException e) {
            parts.close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(service + " was interrupted while it started", e);
        } catch (Exception e) {
            parts.close();
            throw new IllegalStateException(service + " did not start: " + e.getMessage(), e);
        }
    }

    public synchronized <T extends AutoCloseable> T add(String name, T part) {
        parts.push(new Part(name, part));
        return part;
    }

    @Override
    public synchronized void close() {
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            try {
                part.part().close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                LOG.warn("{}: closing {} was interrupted", service, part.name());
            } catch (Exception | Error e) {
                LOG.warn("{}: {} did not close cleanly", service, part.name(), e);
            }
        }
    }
}

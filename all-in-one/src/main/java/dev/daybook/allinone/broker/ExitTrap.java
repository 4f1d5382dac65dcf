package dev.daybook.allinone.broker;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Exit;

/**
 * Keeps a broker that gives up from ending the whole process: Kafka's exit and halt calls become a {@link BrokerFailed}
 * that every listener is told and that ends the calling thread. Kafka's procedures are global to the JVM, so with several
 * brokers in one JVM each is told of any failure. Thread-safe.
 */
final class ExitTrap {
    private static final Set<Consumer<BrokerFailed>> LISTENERS = ConcurrentHashMap.newKeySet();

    static {
        Exit.setExitProcedure((status, message) -> trap("exit", status, message));
        Exit.setHaltProcedure((status, message) -> trap("halt", status, message));
    }

    private ExitTrap() {}

    /** Tells {@code listener} of failures until {@link #release} is called with it. */
    static void tell(Consumer<BrokerFailed> listener) {
        LISTENERS.add(listener);
    }

    static void release(Consumer<BrokerFailed> listener) {
        LISTENERS.remove(listener);
    }

    private static void trap(String call, int status, String message) {
        String reason = message == null ? "the reason is in the log above" : message;
        BrokerFailed failure =
                new BrokerFailed("the Kafka broker gave up (" + call + " status " + status + "): " + reason);
        LISTENERS.forEach(listener -> listener.accept(failure));
        // Kafka's code after an exit call assumes that it is never reached.
        throw failure;
    }
}

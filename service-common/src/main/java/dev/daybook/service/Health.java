package dev.daybook.service;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a service says of itself: alive until something failed that only a restart mends, ready while every check is content.
 * A check answers at once, without I/O. Thread-safe.
 */
public final class Health {
    private final Map<String, Check> checks = new ConcurrentHashMap<>();
    private final Map<String, Check> alarms = new ConcurrentHashMap<>();
    private volatile String fatal;
    private volatile boolean closing;

    /** Says why a part is not ready, or nothing where it is. */
    public interface Check {
        Optional<String> notReady();
    }

    public void add(String part, Check check) {
        checks.put(part, check);
    }

    /** Shows what a part complains of without making the service unready: for a part that others don't depend on. */
    public void addAlarm(String part, Check check) {
        alarms.put(part, check);
    }

    /** What the parts complain of that leave the service ready, by name. */
    public Map<String, String> alarms() {
        Map<String, String> reasons = new TreeMap<>();
        alarms.forEach((part, check) -> check.notReady().ifPresent(why -> reasons.put(part, why)));
        return reasons;
    }

    /** From now on the service is not alive: an orchestrator restarts it. */
    public void fail(String why) {
        fatal = why;
    }

    /** From now on the service is not ready: load balancers look elsewhere while it finishes what it has. */
    public void closing() {
        closing = true;
    }

    /** Why the service needs a restart, or empty. */
    public Optional<String> fatal() {
        return Optional.ofNullable(fatal);
    }

    /** The parts that are not ready with the reason of each, by name; empty for a service that is ready. */
    public Map<String, String> notReady() {
        Map<String, String> reasons = new TreeMap<>();
        if (closing) {
            reasons.put("service", "it is closing");
        }
        if (fatal != null) {
            reasons.put("service", fatal);
        }
        checks.forEach((part, check) -> check.notReady().ifPresent(why -> reasons.put(part, why)));
        return reasons;
    }
}

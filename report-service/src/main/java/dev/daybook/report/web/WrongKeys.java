package dev.daybook.report.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Bounds how many wrong keys are tried at the sign-in page: {@value #MAX_TRIES} a minute from one address, as this replica sees
 * it. Behind a proxy that isn't among {@code REPORT_TRUSTED_PROXIES} all people share one; who is signed in already, and the API,
 * go on. Thread-safe.
 */
final class WrongKeys {
    static final int MAX_TRIES = 10;
    static final Duration WINDOW = Duration.ofMinutes(1);
    /** Of more at a time the rest shares one count, so that a crowd of addresses takes no memory. */
    static final int MAX_ADDRESSES = 1_000;

    /** Of IPv6 a subscriber has at least this many bits to himself, so more addresses than anybody can count. */
    private static final int IPV6_NETWORK_BYTES = 8;

    private static final String THE_REST = "";

    private final Clock clock;
    private final Map<String, Tries> tries = new HashMap<>();

    private record Tries(Instant until, int count) {}

    WrongKeys(Clock clock) {
        this.clock = clock;
    }

    /** How long the address has to wait before its next try, or empty where it need not. */
    synchronized Optional<Duration> mustWait(String address) {
        Tries known = current(network(address));
        return known == null || known.count() < MAX_TRIES
                ? Optional.empty()
                : Optional.of(Duration.between(clock.instant(), known.until()));
    }

    /** Notes a wrong key. */
    synchronized void note(String address) {
        String network = network(address);
        Tries known = current(network);
        if (known == null) {
            tries.values().removeIf(this::isOver);
        }
        boolean isFull = known == null && tries.size() >= MAX_ADDRESSES;
        Tries before = isFull ? tries.get(THE_REST) : known;
        tries.put(
                isFull ? THE_REST : keyOf(network),
                before == null
                        ? new Tries(clock.instant().plus(WINDOW), 1)
                        : new Tries(before.until(), before.count() + 1));
    }

    /** An IPv4 address itself. */
    private static String network(String address) {
        if (!address.contains(":")) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, IPV6_NETWORK_BYTES));
        } catch (UnknownHostException none) {
            return address;
        }
    }

    private Tries current(String network) {
        Tries known = tries.get(keyOf(network));
        return known == null || isOver(known) ? null : known;
    }

    private String keyOf(String network) {
        return tries.containsKey(network) || tries.size() < MAX_ADDRESSES ? network : THE_REST;
    }

    private boolean isOver(Tries known) {
        return !clock.instant().isBefore(known.until());
    }
}

package dev.daybook.service.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The proxies whose word on where a request came from is taken. {@code X-Forwarded-For} is read from its end, where each proxy
 * adds whom it heard from: a client that writes the header itself gains nothing, as long as every proxy in front is among them
 * and nobody else is. Immutable.
 */
public final class TrustedProxies {
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    static final String HEADER = "X-Forwarded-For";

    /** What a setting of them takes, in words. */
    public static final String TYPE = "IP addresses or networks such as 10.0.0.0/8, separated by commas";

    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final String IPV4 = OCTET + "(?:\\." + OCTET + "){3}";
    private static final String IPV6 = "[0-9A-Fa-f]*:[0-9A-Fa-f:.]+";
    private static final Pattern LITERAL = Pattern.compile(IPV4 + "|" + IPV6);
    /** Some proxies add the port. */
    private static final Pattern HOP =
            Pattern.compile("(?<v4>" + IPV4 + ")(?::[0-9]{1,5})?|\\[?(?<v6>" + IPV6 + ")(?:\\](?::[0-9]{1,5})?)?");

    private static final Pattern NETWORK = Pattern.compile("(?<address>[^/]+)(?:/(?<bits>[0-9]{1,3}))?");

    private final List<Network> networks;

    private record Network(byte[] prefix, int bits) {
        boolean holds(InetAddress address) {
            byte[] bytes = address.getAddress();
            if (bytes.length != prefix.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % Byte.SIZE);
                if ((bytes[bit / Byte.SIZE] & mask) != (prefix[bit / Byte.SIZE] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private TrustedProxies(List<Network> networks) {
        this.networks = List.copyOf(networks);
    }

    /**
     * Reads a setting.
     *
     * @throws IllegalArgumentException where it is not as {@link #TYPE} says
     */
    public static TrustedProxies parse(String text) {
        List<Network> networks = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            networks.add(network(part.strip()).orElseThrow(() -> new IllegalArgumentException("must be " + TYPE)));
        }
        return new TrustedProxies(networks);
    }

    private static Optional<Network> network(String text) {
        Matcher parts = NETWORK.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Optional<InetAddress> address = literal(parts.group("address"));
        int all = address.map(known -> known.getAddress().length * Byte.SIZE).orElse(0);
        int bits = parts.group("bits") == null ? all : Integer.parseInt(parts.group("bits"));
        return address.filter(known -> bits <= all).map(known -> new Network(known.getAddress(), bits));
    }

    /** Never asks the DNS: what isn't an address is none. */
    private static Optional<InetAddress> literal(String text) {
        if (!LITERAL.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException malformed) {
            return Optional.empty();
        }
    }

    /**
     * Who sent the request: the last address that no trusted proxy has, or the first of all where they have each.
     *
     * @param peer the other end of the connection
     * @param forwardedFor the values of each {@code X-Forwarded-For}, in the order of the request
     */
    String client(String peer, List<String> forwardedFor) {
        List<String> hops = List.of(String.join(",", forwardedFor).split(","));
        String client = peer;
        for (int i = hops.size() - 1; i >= 0 && isTrusted(client); i--) {
            Matcher hop = HOP.matcher(hops.get(i).strip());
            if (!hop.matches()) {
                return client;
            }
            Optional<InetAddress> address = literal(hop.group("v4") == null ? hop.group("v6") : hop.group("v4"));
            if (address.isEmpty()) {
                return client;
            }
            client = address.get().getHostAddress();
        }
        return client;
    }

    private boolean isTrusted(String address) {
        return !networks.isEmpty()
                && literal(address)
                        .filter(known -> networks.stream().anyMatch(network -> network.holds(known)))
                        .isPresent();
    }
}

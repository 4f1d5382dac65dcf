package dev.daybook.allinone;

import dev.daybook.service.PortTaken;
import dev.daybook.service.settings.WrongSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;

/**
 * Where an embedded part listens, with the name of the setting that says so, so that a taken port can be reported by the
 * name its owner knows. Port 0 stands for any free one.
 *
 * @param bindAddress an IP address or host name of this machine, usually 127.0.0.1
 * @param port 0 to 65535
 * @param setting the environment variable that chose the port, for example {@code KAFKA_PORT}
 */
public record ListenAddress(String bindAddress, int port, String setting) {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int MAX_PORT = 65_535;

    public ListenAddress {
        Objects.requireNonNull(bindAddress, "bindAddress");
        Objects.requireNonNull(setting, "setting");
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException(setting + " must be a port from 0 to " + MAX_PORT + ", not " + port);
        }
    }

    /** Port {@code port} of 127.0.0.1, reachable from this machine only. */
    public static ListenAddress loopback(int port, String setting) {
        return new ListenAddress(LOOPBACK, port, setting);
    }

    /**
     * This address with a port that was free a moment ago: the given one, or for 0 one that the system picks. For servers
     * that can't report which port they bound; another process can still take the port before they bind it.
     *
     * @throws PortTaken if something listens there
     * @throws WrongSettings if nobody on this machine, or not this user, can listen there
     */
    public ListenAddress withFreePort() {
        // SO_REUSEADDR, because connections of the last run may still be in TIME_WAIT: those don't count as taken.
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(inetAddress(), port));
            return new ListenAddress(bindAddress, probe.getLocalPort(), setting);
        } catch (BindException e) {
            throw bindFailure(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The host part of an address that a client on this machine can connect to. */
    public String clientHost() {
        return inetAddress().isAnyLocalAddress() ? LOOPBACK : bindAddress;
    }

    /** {@code host:port} for a client on this machine; an IPv6 host stands in brackets. */
    public String clientAddress() {
        return hostInUrl(clientHost()) + ":" + port;
    }

    /** {@code host} as it stands in a URL: an IPv6 address in brackets. */
    public static String hostInUrl(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /** @throws WrongSettings if it can't be resolved */
    public InetAddress inetAddress() {
        try {
            return InetAddress.getByName(bindAddress);
        } catch (UnknownHostException e) {
            throw wrong("BIND_ADDRESS names no host that can be resolved: " + bindAddress, e);
        }
    }

    /** What a failed bind means: a taken port, a port that needs privileges, or an address of another machine. */
    public RuntimeException bindFailure(Throwable cause) {
        String reason = String.valueOf(cause.getMessage());
        if (reason.contains("Cannot assign requested address")) {
            return wrong("BIND_ADDRESS is no address of this machine: " + bindAddress, cause);
        }
        if (reason.contains("Permission denied")) {
            return wrong(setting + "=" + port + " may not be bound by this user", cause);
        }
        return new PortTaken(port, setting, cause);
    }

    private static WrongSettings wrong(String error, Throwable cause) {
        WrongSettings wrong = new WrongSettings(List.of(error));
        wrong.initCause(cause);
        return wrong;
    }
}

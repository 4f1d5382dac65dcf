package dev.daybook.allinone.broker;

import dev.daybook.allinone.ListenAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The server properties of a broker that is alone in its cluster and shares a small JVM with the services. */
final class BrokerSettings {
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";
    private static final String CLIENT_LISTENER = "CLIENTS";
    /** One broker serves them all, and each partition costs files and start time: Kafka's own default is 50. */
    private static final String INTERNAL_TOPIC_PARTITIONS = "4";
    /** Kafka's default takes 128 MB of heap; 4 MiB still de-duplicates 87,000 keys per pass. */
    private static final String CLEANER_BUFFER_BYTES = String.valueOf(4 << 20);

    private BrokerSettings() {}

    static Map<String, String> of(Path logFolder, ListenAddress clients, int controllerPort) {
        Map<String, String> settings = new HashMap<>(singleNode());
        settings.putAll(smallFootprint());
        settings.put("log.dirs", logFolder.toString());
        settings.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        settings.put(
                "listeners",
                endpoint(CLIENT_LISTENER, clients.bindAddress(), clients.port()) + ","
                        + endpoint(CONTROLLER_LISTENER, "127.0.0.1", controllerPort));
        settings.put("advertised.listeners", endpoint(CLIENT_LISTENER, advertisedHost(clients), clients.port()));
        return settings;
    }

    private static Map<String, String> singleNode() {
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", String.valueOf(NODE_ID)),
                Map.entry("controller.listener.names", CONTROLLER_LISTENER),
                Map.entry("inter.broker.listener.name", CLIENT_LISTENER),
                Map.entry(
                        "listener.security.protocol.map",
                        CLIENT_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT"),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("default.replication.factor", "1"),
                Map.entry("min.insync.replicas", "1"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                // An orderly end takes a heartbeat or two.
                Map.entry("broker.heartbeat.interval.ms", "500"));
    }

    private static Map<String, String> smallFootprint() {
        return Map.ofEntries(
                Map.entry("offsets.topic.num.partitions", INTERNAL_TOPIC_PARTITIONS),
                Map.entry("transaction.state.log.num.partitions", INTERNAL_TOPIC_PARTITIONS),
                Map.entry("share.coordinator.state.topic.num.partitions", INTERNAL_TOPIC_PARTITIONS),
                Map.entry("log.cleaner.dedupe.buffer.size", CLEANER_BUFFER_BYTES),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "4"),
                Map.entry("background.threads", "2"),
                Map.entry("num.recovery.threads.per.data.dir", "2"));
    }

    private static String endpoint(String listener, String host, int port) {
        return listener + "://" + ListenAddress.hostInUrl(host) + ":" + port;
    }

    /** Clients are told to come back to this host, so a wildcard must become an address that others can reach. */
    private static String advertisedHost(ListenAddress clients) {
        if (!clients.inetAddress().isAnyLocalAddress()) {
            return clients.bindAddress();
        }
        try {
            return InetAddress.getLocalHost().getHostAddress();
        } catch (UnknownHostException e) {
            return clients.clientHost(); // a machine without a name is reachable from itself at least
        }
    }
}

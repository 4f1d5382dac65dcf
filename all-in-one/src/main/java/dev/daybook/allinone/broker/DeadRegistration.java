package dev.daybook.allinone.broker;

import dev.daybook.allinone.ListenAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.utils.Time;

/**
 * Takes what a killed broker was registered as out of its metadata, by a controller alone, before it is a broker again.
 *
 * <p>A broker that starts on them as they are takes itself for the leader that it was. As the coordinator of a transaction whose
 * commit the kill interrupted it sends the markers to its old address; then it registers anew, all leaders are taken back for a
 * moment, and Kafka 4.3.1 takes partitions without a leader for deleted: it leaves their markers out, and the transaction counts
 * as complete. Nobody who reads committed records gets past those partitions ever after.
 */
final class DeadRegistration {
    /** Kafka's own name, in a log folder from an orderly end to the next start. */
    private static final String ORDERLY_END = ".kafka_cleanshutdown";

    private static final int LIMIT_SECONDS = 60;

    private DeadRegistration() {}

    /** Whether the folder, which nobody uses now, is a broker's that did not end in order. */
    static boolean isIn(Path logFolder) {
        return Files.exists(logFolder.resolve("__cluster_metadata-0")) && !Files.exists(logFolder.resolve(ORDERLY_END));
    }

    /** @param combined the settings of the broker that is to be started */
    static void remove(Map<String, String> combined, int controllerPort)
            throws InterruptedException, ExecutionException, TimeoutException {
        KafkaRaftServer controller =
                new KafkaRaftServer(new KafkaConfig(controllerAlone(combined, controllerPort), false), Time.SYSTEM);
        try {
            controller.startup();
            unregister(controllerPort);
        } finally {
            controller.shutdown();
            controller.awaitShutdown();
        }
    }

    private static Map<String, String> controllerAlone(Map<String, String> combined, int controllerPort) {
        Map<String, String> settings = new HashMap<>(combined);
        settings.put("process.roles", "controller");
        settings.put(
                "listeners",
                BrokerSettings.CONTROLLER_LISTENER + "://"
                        + ListenAddress.loopback(controllerPort, "the controller's port")
                                .clientAddress());
        settings.remove("advertised.listeners");
        settings.remove("inter.broker.listener.name");
        return settings;
    }

    private static void unregister(int controllerPort)
            throws InterruptedException, ExecutionException, TimeoutException {
        try (Admin admin = Admin.create(Map.of("bootstrap.controllers", "127.0.0.1:" + controllerPort))) {
            admin.unregisterBroker(BrokerSettings.NODE_ID).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof BrokerIdNotRegisteredException)) { // killed before it was registered at all
                throw e;
            }
        }
    }
}

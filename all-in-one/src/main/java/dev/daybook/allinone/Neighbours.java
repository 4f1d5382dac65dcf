package dev.daybook.allinone;

import dev.daybook.allinone.aws.AwsStandIn;
import dev.daybook.allinone.broker.EmbeddedBroker;
import dev.daybook.allinone.database.DatabaseAccount;
import dev.daybook.allinone.database.EmbeddedMariaDb;
import dev.daybook.events.Topics;
import dev.daybook.service.Lifecycle;
import dev.daybook.service.kafka.TopicCreation;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the services stand on, started side by side: broker with its topics, database, S3 with its bucket, SNS with its
 * subscriber.
 *
 * @param shop an empty database for the demo's shop; none where the ledger's is the user's own
 */
record Neighbours(
        EmbeddedBroker broker,
        DatabaseAccount database,
        Optional<DatabaseAccount> shop,
        AwsStandIn aws,
        String reportTopicArn) {
    private static final Logger LOG = LoggerFactory.getLogger(Neighbours.class);
    static final String DATABASE = "daybook";
    /** For the demo; its user can't read the ledger, and the ledger's not it. */
    static final String SHOP_DATABASE = "shop";

    static final String BUCKET = "daybook";
    static final String DATABASE_FOLDER = "mariadb";
    private static final short ONE_REPLICA = 1;

    /** Starts all of them; each is registered with the parts as soon as it runs, so that a failure of one closes the others. */
    static Neighbours start(AllInOneConfig config, Clock clock, Lifecycle parts) throws Exception {
        ExecutorService starters = Executors.newFixedThreadPool(3);
        try {
            Future<EmbeddedBroker> broker = starters.submit(() -> broker(config, parts));
            Future<Databases> databases = starters.submit(() -> databases(config, parts));
            Future<AwsStandIn> aws = starters.submit(() -> parts.add(
                    "S3, SNS and inbox",
                    AwsStandIn.start(awsFolder(config.home()), listen(config, config.awsPort(), "AWS_PORT"), clock)));
            all(List.of(broker, databases, aws));
            String topic = ReportSubscription.ensure(aws.get(), Set.of(BUCKET), config.subscriber());
            return new Neighbours(
                    broker.get(), databases.get().ledger(), databases.get().shop(), aws.get(), topic);
        } finally {
            starters.shutdown();
        }
    }

    static Path awsFolder(Path home) {
        return home.resolve("aws");
    }

    static Path brokerFolder(Path home) {
        return home.resolve("kafka");
    }

    /** Waits for all of them, so that nothing is still starting while the rest is closed; then throws what the first one threw. */
    private static void all(List<Future<?>> starts) throws Exception {
        Exception first = null;
        for (Future<?> start : starts) {
            try {
                start.get();
            } catch (ExecutionException e) {
                if (first == null) {
                    first = e.getCause() instanceof Exception cause ? cause : e;
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static EmbeddedBroker broker(AllInOneConfig config, Lifecycle parts) {
        EmbeddedBroker broker = parts.add(
                "broker",
                EmbeddedBroker.start(
                        brokerFolder(config.home()),
                        listen(config, config.kafkaPort(), "KAFKA_PORT"),
                        failure -> LOG.error(
                                "the embedded broker gave up; Daybook answers 503 until it is started again",
                                failure)));
        createTopics(broker, config);
        return broker;
    }

    static void createTopics(EmbeddedBroker broker, AllInOneConfig config) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            TopicCreation.ensure(admin, new Topics(config.topicPrefix()).definitions(config.partitions(), ONE_REPLICA));
        }
    }

    private record Databases(DatabaseAccount ledger, Optional<DatabaseAccount> shop) {}

    private static Databases databases(AllInOneConfig config, Lifecycle parts) {
        if (config.database().isPresent()) {
            return new Databases(config.database().get(), Optional.empty());
        }
        EmbeddedMariaDb embedded = parts.add(
                "database",
                EmbeddedMariaDb.start(
                        config.home().resolve(DATABASE_FOLDER),
                        listen(config, config.dbPort(), "DB_PORT"),
                        List.of(DATABASE, SHOP_DATABASE)));
        return new Databases(embedded.account(DATABASE), Optional.of(embedded.account(SHOP_DATABASE)));
    }

    private static ListenAddress listen(AllInOneConfig config, int port, String setting) {
        return new ListenAddress(config.bindAddress(), port, setting);
    }
}

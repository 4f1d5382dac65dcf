package dev.daybook.containers;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Volume;
import dev.daybook.service.Lifecycle;
import dev.daybook.service.http.ApiKeys;
import dev.daybook.service.objects.ObjectStore;
import dev.daybook.service.objects.ObjectStoreAccess;
import dev.daybook.service.settings.Secret;
import dev.daybook.service.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.mariadb.MariaDBContainer;

/**
 * Kafka, the AWS stand-in and, where asked for, MariaDB, each in a container, with the topics made; services join them from
 * their images or in the test's own process. What was started ends with it.
 */
final class Installation implements AutoCloseable {
    static final String API_KEY = "dbk_the-key-of-the-container-tests-0123456789";

    private static final String SERVICE_KEY = "dbk_the-services-own-key-of-the-tests-0123456789";
    private static final String PEPPER = "the-pepper-of-the-container-tests";
    private static final String ACCESS_KEY_ID = "AKIACONTAINERTESTS00";
    private static final String SECRET_ACCESS_KEY = "the-secret-of-the-container-tests";
    private static final String DATABASE_PASSWORD = "the-database-s-password";
    private static final String BUCKET = "daybook";
    private static final String KAFKA_INSIDE = "kafka:19092";
    private static final String KEYS_INSIDE = "/secrets/api-keys.json";
    private static final int AWS_PORT = 8083;
    private static final int USUAL_PARTITIONS = 3;
    private static final Duration START = Duration.ofMinutes(2);

    private final Lifecycle parts;
    private final Path folder;
    private final Network network;
    private final GenericContainer<?> kafka;
    private final GenericContainer<?> aws;
    private MariaDBContainer database;

    /** Where the broker is reached from. */
    private enum Reach {
        HOST_AND_CONTAINERS,
        CONTAINERS
    }

    private Installation(Lifecycle parts, Path folder, Reach reach) throws IOException {
        this.parts = parts;
        this.folder = folder;
        // Containers run as users of their own; JUnit makes its folders for the owner alone.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(keysFile(), """
                {"keys": [{"id": "tests", "hash": "%s", "may": ["write", "read", "operate"]}]}
                """.formatted(ApiKeys.hash(new Secret(PEPPER), API_KEY)));
        this.network = parts.add("network", Network.newNetwork());
        this.kafka = parts.add("Kafka", reach == Reach.CONTAINERS ? kafkaOfCompose() : kafka());
        this.aws = parts.add("AWS", awsStandIn());
    }

    /** Starts Kafka and the AWS stand-in, and makes the topics with the ingest image's own command. */
    static Installation start(Path folder) {
        return start(folder, Reach.HOST_AND_CONTAINERS, USUAL_PARTITIONS);
    }

    /** As {@link #start}, with a broker that may be stopped in good order and started again, but is there for containers alone. */
    static Installation startForContainers(Path folder, int partitions) {
        return start(folder, Reach.CONTAINERS, partitions);
    }

    private static Installation start(Path folder, Reach reach, int partitions) {
        return Lifecycle.starting("installation", parts -> {
            Installation installation = new Installation(parts, folder, reach);
            installation.kafka.start();
            installation.createTopics(partitions);
            installation.aws.start();
            return installation;
        });
    }

    Installation withDatabase() {
        database = parts.add(
                "MariaDB",
                new MariaDBContainer(ContainerImages.as(ContainerImages.MARIADB, "mariadb"))
                        .withNetwork(network)
                        .withNetworkAliases("mariadb")
                        .withDatabaseName("daybook")
                        .withUsername("daybook")
                        .withPassword(DATABASE_PASSWORD)
                        .withUrlParam("sslMode", "disable")
                        .withCreateContainerCmdModifier(healthy("exec mariadb --protocol=tcp --user=daybook --password="
                                + DATABASE_PASSWORD + " --execute='SELECT 1' daybook")));
        try {
            database.start();
        } catch (RuntimeException e) {
            close(); // the caller doesn't have it yet
            throw e;
        }
        return this;
    }

    private Path keysFile() {
        return folder.resolve("api-keys.json");
    }

    private KafkaContainer kafka() {
        return new KafkaContainer(ContainerImages.as(ContainerImages.KAFKA, "apache/kafka"))
                .withNetwork(network)
                .withListener(KAFKA_INSIDE)
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withStartupTimeout(START);
    }

    /** With the settings of docker-compose.yml: Testcontainers' own runs under a shell that lets no SIGTERM through. */
    private GenericContainer<?> kafkaOfCompose() {
        return new GenericContainer<>(ContainerImages.as(ContainerImages.KAFKA, "apache/kafka"))
                .withNetwork(network)
                .withNetworkAliases("kafka")
                .withEnv("CLUSTER_ID", "ZGF5Ym9vay1jb21wb3NlMQ")
                .withEnv("KAFKA_NODE_ID", "1")
                .withEnv("KAFKA_PROCESS_ROLES", "broker,controller")
                .withEnv("KAFKA_LISTENERS", "PLAINTEXT://:19092,CONTROLLER://:9093")
                .withEnv("KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://" + KAFKA_INSIDE)
                .withEnv("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER")
                .withEnv("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@kafka:9093")
                .withEnv("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT")
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1")
                .withEnv("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1")
                .withEnv("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1")
                .withEnv("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "6")
                .withEnv("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "6")
                .withEnv("KAFKA_LOG_DIRS", "/var/lib/kafka/data")
                .withEnv("KAFKA_HEAP_OPTS", "-Xmx384m")
                .withCreateContainerCmdModifier(healthy("exec 3<>/dev/tcp/127.0.0.1/19092"))
                .waitingFor(Wait.forHealthcheck().withStartupTimeout(START));
    }

    /** A health check, in bash, for an image that has none. */
    private static Consumer<CreateContainerCmd> healthy(String command) {
        return create -> create.withHealthcheck(new HealthCheck()
                .withTest(List.of("CMD", "bash", "-c", command))
                .withInterval(Duration.ofSeconds(3).toNanos())
                .withTimeout(Duration.ofSeconds(3).toNanos())
                .withStartPeriod(START.toNanos())
                .withRetries(20));
    }

    private GenericContainer<?> awsStandIn() {
        return hardened(ContainerImages.AWS_STAND_IN, "/var/lib/daybook/aws")
                .withNetwork(network)
                .withNetworkAliases("aws")
                .withEnv("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID)
                .withEnv("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY)
                .withEnv("RAW_BUCKET", BUCKET)
                .withEnv("REPORT_BUCKET", BUCKET)
                .withExposedPorts(AWS_PORT)
                .waitingFor(Wait.forHealthcheck().withStartupTimeout(START));
    }

    private void createTopics(int partitions) {
        try (GenericContainer<?> topics = hardened(ContainerImages.INGEST, "/var/lib/daybook")) {
            topics.withNetwork(network)
                    .withCommand("dev.daybook.ingest.TopicsCommand")
                    .withEnv("KAFKA_BOOTSTRAP_SERVERS", KAFKA_INSIDE)
                    .withEnv("TOPIC_PARTITIONS", Integer.toString(partitions))
                    .withEnv("TOPIC_REPLICATION_FACTOR", "1")
                    .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(START))
                    .start();
        }
    }

    /**
     * As restricted as {@code docker-compose.yml} and Kubernetes run it.
     *
     * @param state where it keeps state, in a volume that is removed with it
     */
    private static GenericContainer<?> hardened(String image, String state) {
        return new GenericContainer<>(ContainerImages.as(image, image))
                .withTmpFs(Map.of("/tmp", "rw,exec,size=128m"))
                .withCreateContainerCmdModifier(create -> {
                    HostConfig host = create.getHostConfig();
                    create.withVolumes(new Volume(state));
                    host.withReadonlyRootfs(true).withCapDrop(Capability.ALL).withMemory(768L << 20);
                });
    }

    /**
     * A container of a service that is not started yet; it is removed with the installation.
     *
     * @param state where it keeps state, in a volume that is removed with it
     */
    GenericContainer<?> container(String image, int port, String state, Map<String, String> more) {
        GenericContainer<?> service = hardened(image, state)
                .withNetwork(network)
                .withEnv(environment(Way.FROM_IMAGE, more))
                .withExposedPorts(port)
                .waitingFor(Wait.forHealthcheck().withStartupTimeout(START))
                .withCreateContainerCmdModifier(create -> create.getHostConfig()
                        .withBinds(new Bind(keysFile().toString(), new Volume(KEYS_INSIDE), AccessMode.ro)));
        return parts.add(image, service);
    }

    /** Where a container that has not been restarted is for this process. */
    static URI address(GenericContainer<?> service, int port) {
        return URI.create("http://" + service.getHost() + ":" + service.getMappedPort(port));
    }

    /** As {@link #address}, for one that may have been restarted, which gives it another port here. */
    static URI currentAddress(GenericContainer<?> service, int port) {
        Ports.Binding[] bindings = service.getCurrentContainerInfo()
                .getNetworkSettings()
                .getPorts()
                .getBindings()
                .get(ExposedPort.tcp(port));
        return URI.create("http://" + service.getHost() + ":" + bindings[0].getHostPortSpec());
    }

    /** Where S3, SNS and the inbox are for this process. */
    URI awsAddress() {
        return address(aws, AWS_PORT);
    }

    String bootstrapServers() {
        if (kafka instanceof KafkaContainer withHostsPort) {
            return withHostsPort.getBootstrapServers();
        }
        throw new IllegalStateException("this installation's broker is there for containers alone");
    }

    GenericContainer<?> broker() {
        return kafka;
    }

    GenericContainer<?> aws() {
        return aws;
    }

    GenericContainer<?> database() {
        return database;
    }

    /** What the services have put into S3 so far. */
    ObjectStore bucket() {
        Settings settings = Settings.of(environment(Way.IN_PROCESS, Map.of()));
        return new ObjectStore(ObjectStoreAccess.from(settings), BUCKET);
    }

    @Override
    public void close() {
        parts.close();
    }

    /** How services find their neighbours, from where the way has them run. */
    Map<String, String> environment(Way way, Map<String, String> more) {
        boolean inside = way == Way.FROM_IMAGE;
        String awsUrl = inside ? "http://aws:" + AWS_PORT : awsAddress().toString();
        Map<String, String> all = new HashMap<>();
        all.put("KAFKA_BOOTSTRAP_SERVERS", inside ? KAFKA_INSIDE : bootstrapServers());
        all.put("API_KEYS_FILE", inside ? KEYS_INSIDE : keysFile().toString());
        all.put("API_KEY_PEPPER", PEPPER);
        all.put("SERVICE_API_KEY", SERVICE_KEY);
        all.put("AWS_ENDPOINT_URL_S3", awsUrl);
        all.put("AWS_ENDPOINT_URL_SNS", awsUrl);
        all.put("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID);
        all.put("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY);
        all.put("RAW_BUCKET", BUCKET);
        if (!inside) {
            all.put("BIND_ADDRESS", "127.0.0.1");
        }
        all.putAll(more);
        return all;
    }

    /** Where the ledger's database is. */
    Map<String, String> databaseSettings(Way way) {
        String url =
                way == Way.FROM_IMAGE ? "jdbc:mariadb://mariadb:3306/daybook?sslMode=disable" : database.getJdbcUrl();
        return Map.of("DB_URL", url, "DB_USER", database.getUsername(), "DB_PASSWORD", database.getPassword());
    }
}

package dev.daybook.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import java.time.Duration;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

/**
 * A container that is stopped and started again like a pod that keeps its name: with the environment and the volume that it
 * had, on another port of the host. Safe to be called by tills while the test restarts it.
 */
final class Part {
    /** What docker-compose.yml gives a service to end in good order. */
    private static final int GRACE_SECONDS = 100;

    private static final Duration START = Duration.ofMinutes(3);
    /** What a JVM that SIGTERM ended in good order exits with; 137 would be SIGKILL after the grace period. */
    private static final long JVM_ENDED = 143;

    private static final long SERVER_ENDED = 0;
    private static final int NO_PORT = 0;

    private final String name;
    private final GenericContainer<?> container;
    private final int port;
    private final long orderlyEnd;
    private volatile HttpCaller caller;

    private Part(String name, GenericContainer<?> container, int port, long orderlyEnd) {
        this.name = name;
        this.container = container;
        this.port = port;
        this.orderlyEnd = orderlyEnd;
    }

    /** One of Daybook's services, which is called over HTTP once it has started. */
    static Part service(String name, GenericContainer<?> container, int port) {
        return new Part(name, container, port, JVM_ENDED);
    }

    /** A neighbour on a JVM, which nobody calls. */
    static Part neighbour(String name, GenericContainer<?> container) {
        return new Part(name, container, NO_PORT, JVM_ENDED);
    }

    /** The database, whose process ends with no error. */
    static Part database(GenericContainer<?> container) {
        return new Part("mariadb", container, NO_PORT, SERVER_ENDED);
    }

    GenericContainer<?> container() {
        return container;
    }

    /** Talks to it where it is now; while it is away that fails as it would for anybody. */
    HttpCaller caller() {
        return caller;
    }

    /** SIGTERM, and waits for the orderly end. */
    void stop() {
        engine().stopContainerCmd(container.getContainerId())
                .withTimeout(GRACE_SECONDS)
                .exec();
        assertThat(container.getCurrentContainerInfo().getState().getExitCodeLong())
                .as(name + "'s exit status")
                .isEqualTo(orderlyEnd);
    }

    /** Starts it again and returns once it is healthy. */
    void startAgain() {
        engine().startContainerCmd(container.getContainerId()).exec();
        await(name + " is healthy").atMost(START).until(this::isHealthy);
        find();
    }

    void restart() {
        stop();
        startAgain();
    }

    /** Notes where it is, once it has started. */
    void find() {
        if (port != NO_PORT) {
            caller = new HttpCaller(Installation.currentAddress(container, port));
        }
    }

    private boolean isHealthy() {
        var state = container.getCurrentContainerInfo().getState();
        assertThat(state.getRunning())
                .as(name + " runs; it said " + container.getLogs())
                .isTrue();
        return "healthy".equals(state.getHealth().getStatus());
    }

    /** How often its log has the text so far. */
    long logged(String text) {
        return container.getLogs().lines().filter(line -> line.contains(text)).count();
    }

    private static DockerClient engine() {
        return DockerClientFactory.instance().client();
    }
}

package dev.daybook.report.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.service.objects.ObjectStoreAccess.AwsKeyPair;
import dev.daybook.service.settings.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class MailTopicTest {
    /** Those that work on runs, and those that answer HTTP. */
    private static final int CALLERS = 4 + 8;

    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void keepsNobodyWaitingForAConnection_whenSnsAnswersNobody() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (ServerSocket sns = new ServerSocket(0, CALLERS, InetAddress.getLoopbackAddress());
                MailTopic topic = topic(sns.getLocalPort())) {
            List<Future<Sending>> sendings = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                sendings.add(threads.submit(() -> topic.send("subject", Map.of("default", "text"))));
            }
            List<Socket> connections = new CopyOnWriteArrayList<>();
            threads.execute(() -> accept(sns, connections));
            Awaitility.await()
                    .atMost(LONG)
                    .untilAsserted(() -> assertThat(connections).hasSize(CALLERS));
            for (Socket connection : connections) {
                connection.close();
            }
            for (Future<Sending> sending : sendings) {
                assertThat(sending.get()).isInstanceOf(Sending.Unknown.class);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static MailTopic topic(int port) {
        return new MailTopic(
                "eu-west-2",
                Optional.of(URI.create("http://127.0.0.1:" + port)),
                Optional.of(new AwsKeyPair("id", new Secret("secret"))),
                "arn:aws:sns:eu-west-2:000000000000:reports",
                LONG);
    }

    /** Until the server is closed; nobody gets an answer. */
    private static void accept(ServerSocket server, List<Socket> connections) {
        while (!server.isClosed()) {
            try {
                connections.add(server.accept());
            } catch (SocketException closed) {
                return;
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}

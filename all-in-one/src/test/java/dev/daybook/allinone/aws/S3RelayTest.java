package dev.daybook.allinone.aws;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The relay before a server that breaks off. */
class S3RelayTest {
    private static final String LOOPBACK = "127.0.0.1";

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void halfAnAnswerIsNoWholeOne_whenTheServerBreaksOff() throws Exception {
        try (ServerSocket s3 = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            CompletableFuture<Void> brokenOff = CompletableFuture.runAsync(() -> breakOff(s3));
            S3Relay relay = new S3Relay(vertx, s3.getLocalPort());
            HttpServer server = vertx.createHttpServer(
                            new HttpServerOptions().setHost(LOOPBACK).setPort(0))
                    .requestHandler(relay::handle)
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            URI listing = URI.create("http://" + LOOPBACK + ":" + server.actualPort() + "/daybook?list-type=2");

            assertThatThrownBy(() -> HttpClient.newHttpClient()
                            .send(HttpRequest.newBuilder(listing).build(), HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);

            brokenOff.get(10, TimeUnit.SECONDS);
        }
    }

    /** Takes a request, and ends in the middle of an answer that says its length at its end. */
    private static void breakOff(ServerSocket s3) {
        try (Socket connection = s3.accept()) {
            connection.getInputStream().read();
            connection
                    .getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<List\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            connection.getOutputStream().flush();
            connection.shutdownOutput();
            connection.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

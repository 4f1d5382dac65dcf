package dev.daybook.service.http;

import static dev.daybook.service.http.RawConnection.contentLength;
import static dev.daybook.service.http.RawConnection.status;
import static dev.daybook.service.http.RunningService.LIMITS;
import static dev.daybook.service.http.RunningService.WRITER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.daybook.service.http.HttpService.Routes;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpLimitsTest {
    private static final String IN_FLIGHT = "http_server_body_bytes_in_flight";
    private static final String POST = "POST /slow HTTP/1.1\r\nHost: x\r\nX-API-Key: " + WRITER + "\r\n";
    private static final String GET_LIVE = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";

    @TempDir
    Path folder;

    /** Handlers wait for a permit, and count how many have begun. */
    private final Semaphore mayAnswer = new Semaphore(0);

    private final Semaphore begun = new Semaphore(0);
    private final Routes routes = new Routes().add("POST", "/slow", Access.WRITE, HttpHandler.blocking(request -> {
        begun.release();
        mayAnswer.acquire();
        return Answer.text(200, Integer.toString(request.body().length));
    }));

    private RunningService start(HttpLimits limits) throws Exception {
        return RunningService.start(folder, limits, routes);
    }

    private static HttpLimits limits(Duration readTimeout, Duration answerTimeout) {
        return new HttpLimits(10_000, 25_000, 50, 2, 4, readTimeout, answerTimeout);
    }

    @Test
    void refusesABodyUnread_whenItsDeclaredLengthIsTooLarge() throws Exception {
        try (RunningService service = start(LIMITS);
                RawConnection raw = new RawConnection(service.port())) {
            String head = raw.send(POST + "Content-Length: 10001\r\n\r\n").readHead();

            assertThat(status(head)).isEqualTo("413");
            assertThat(head).containsIgnoringCase("connection: close");
            raw.awaitClosed();
            assertThat(service.post("/slow", "x".repeat(10_001)).body()).contains("10000 bytes");
        }
    }

    @Test
    void refusesABodyHalfWay_whenItStreamsTooMuch() throws Exception {
        try (RunningService service = start(LIMITS);
                RawConnection raw = new RawConnection(service.port())) {
            raw.send(POST + "Transfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 11; i++) {
                raw.send("3e8\r\n" + "x".repeat(1_000) + "\r\n");
            }
            assertThat(status(raw.readHead())).isEqualTo("413");
            await().until(() -> service.metric(IN_FLIGHT) == 0);
        }
    }

    @Test
    void takesABodyOfExactlyTheLimit() throws Exception {
        mayAnswer.release();
        try (RunningService service = start(LIMITS)) {
            assertThat(service.post("/slow", "x".repeat(10_000)).body()).isEqualTo("10000");
            await().until(() -> service.metric(IN_FLIGHT) == 0);
        }
    }

    @Test
    void asksForTheBody_onlyWhenItWouldTakeIt() throws Exception {
        mayAnswer.release();
        try (RunningService service = start(LIMITS);
                RawConnection good = new RawConnection(service.port());
                RawConnection large = new RawConnection(service.port());
                RawConnection stranger = new RawConnection(service.port())) {
            good.send(POST + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            assertThat(status(good.readHead())).isEqualTo("100");
            assertThat(status(good.send("abc").readHead())).isEqualTo("200");

            large.send(POST + "Expect: 100-continue\r\nContent-Length: 10001\r\n\r\n");
            assertThat(status(large.readHead())).isEqualTo("413");

            stranger.send("POST /slow HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            assertThat(status(stranger.readHead())).isEqualTo("401");
        }
    }

    @Test
    void answers408_whenTheBodyIsTooSlow() throws Exception {
        try (RunningService service = start(limits(Duration.ofMillis(300), Duration.ofSeconds(20)));
                RawConnection raw = new RawConnection(service.port())) {
            raw.send(POST + "Content-Length: 100\r\n\r\nonly this");

            assertThat(status(raw.readHead())).isEqualTo("408");
            raw.awaitClosed();
            await().until(() -> service.metric(IN_FLIGHT) == 0);
        }
    }

    @Test
    void closesTheConnection_whenNoWholeHeadComes() throws Exception {
        try (RunningService service = start(limits(Duration.ofMillis(300), Duration.ofSeconds(20)));
                RawConnection silent = new RawConnection(service.port());
                RawConnection drip = new RawConnection(service.port())) {
            drip.send("POST /slow HTTP/1.1\r\nHost: x\r\n");

            silent.awaitClosed();
            drip.awaitClosed();
            assertThat(service.send(service.request("/health/live")).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void answers503AndKeepsWhatItHas_whenTheBodiesTakeTooMuchRoom() throws Exception {
        try (RunningService service = start(LIMITS)) {
            List<CompletableFuture<HttpResponse<String>>> held = List.of(
                    sendInBackground(service, "x".repeat(10_000)), sendInBackground(service, "x".repeat(10_000)));
            begun.acquire(2);
            assertThat(service.metric(IN_FLIGHT)).isEqualTo(20_000);

            HttpResponse<String> third = service.post("/slow", "x".repeat(10_000));
            assertThat(third.statusCode()).isEqualTo(503);
            assertThat(third.headers().firstValue("Retry-After")).hasValue("1");

            mayAnswer.release(2);
            for (CompletableFuture<HttpResponse<String>> answer : held) {
                assertThat(answer.get().statusCode()).isEqualTo(200);
            }
            await().until(() -> service.metric(IN_FLIGHT) == 0);
        }
    }

    @Test
    void answers503AtOnce_whenTheQueueOfTheWorkersIsFull() throws Exception {
        try (RunningService service = start(LIMITS)) {
            List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
            for (int i = 0; i < LIMITS.workers() + LIMITS.maxQueued(); i++) {
                held.add(sendInBackground(service, "queued"));
            }
            await().until(() -> service.metric(IN_FLIGHT) == 6.0 * held.size());
            begun.acquire(LIMITS.workers());

            HttpResponse<String> beyond = service.post("/slow", "beyond");
            assertThat(beyond.statusCode()).isEqualTo(503);
            assertThat(service.send(service.request("/health/live")).statusCode())
                    .isEqualTo(200);

            mayAnswer.release(held.size());
            for (CompletableFuture<HttpResponse<String>> answer : held) {
                assertThat(answer.get().statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void answers503_whenAHandlerTakesTooLong_andKeepsItsRoomUntilItEnds() throws Exception {
        try (RunningService service = start(limits(Duration.ofSeconds(20), Duration.ofMillis(300)))) {
            HttpResponse<String> answer = service.post("/slow", "12345");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("answer_timeout");
            assertThat(service.metric(IN_FLIGHT)).isEqualTo(5);
            mayAnswer.release();
            await().until(() -> service.metric(IN_FLIGHT) == 0);
        }
    }

    @Test
    void givesBackTheRoom_whenTheClientGoesAway() throws Exception {
        try (RunningService service = start(LIMITS)) {
            try (RawConnection halfSent = new RawConnection(service.port())) {
                halfSent.send(POST + "Content-Length: 100\r\n\r\nhalf of it");
                await().until(() -> service.metric(IN_FLIGHT) == 10);
            }
            await().until(() -> service.metric(IN_FLIGHT) == 0);

            try (RawConnection sent = new RawConnection(service.port())) {
                sent.send(POST + "Content-Length: 3\r\n\r\nabc");
                begun.acquire();
            }
            assertThat(service.metric(IN_FLIGHT)).isEqualTo(3); // its worker still has it
            mayAnswer.release();
            await().until(() -> service.metric(IN_FLIGHT) == 0);
        }
    }

    @Test
    void keepsTheConnection_whenARequestWasReadToItsEnd() throws Exception {
        mayAnswer.release();
        try (RunningService service = start(LIMITS);
                RawConnection raw = new RawConnection(service.port())) {
            for (int i = 0; i < 2; i++) {
                String head = raw.send(GET_LIVE).readHead();
                assertThat(status(head)).isEqualTo("200");
                assertThat(head).doesNotContainIgnoringCase("connection: close");
                raw.skip(contentLength(head));
            }
            String posted = raw.send(POST + "Content-Length: 3\r\n\r\nabc").readHead();
            assertThat(status(posted)).isEqualTo("200");
            raw.skip(contentLength(posted));
            assertThat(status(raw.send(GET_LIVE).readHead())).isEqualTo("200");
        }
    }

    @Test
    void answersAnError_whenTheRequestLineOrAHeaderIsTooLong() throws Exception {
        try (RunningService service = start(LIMITS);
                RawConnection longLine = new RawConnection(service.port());
                RawConnection longHeader = new RawConnection(service.port())) {
            longLine.send("GET /" + "a".repeat(5_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(status(longLine.readHead())).isEqualTo("414");
            longHeader.send("GET /health/live HTTP/1.1\r\nHost: x\r\nX-Long: " + "a".repeat(9_000) + "\r\n\r\n");
            assertThat(status(longHeader.readHead())).isEqualTo("431");
        }
    }

    @Test
    void closesNewConnections_whenThereAreTooMany() throws Exception {
        HttpLimits two = new HttpLimits(10_000, 25_000, 2, 2, 4, Duration.ofSeconds(20), Duration.ofSeconds(20));
        try (RunningService service = start(two)) {
            RawConnection first = new RawConnection(service.port());
            try (RawConnection second = new RawConnection(service.port())) {
                assertThat(status(first.send(GET_LIVE).readHead())).isEqualTo("200");
                assertThat(status(second.send(GET_LIVE).readHead())).isEqualTo("200");
                try (RawConnection third = new RawConnection(service.port())) {
                    third.awaitClosed();
                }
                first.close();
                await().until(() -> {
                    try (RawConnection fourth = new RawConnection(service.port())) {
                        return status(fourth.send(GET_LIVE).readHead()).equals("200");
                    }
                });
            }
        }
    }

    @Test
    void finishesWhatIsUnderWayAndTakesNothingNew_whenItCloses() throws Exception {
        RunningService service = start(LIMITS);
        int port = service.port();
        CompletableFuture<HttpResponse<String>> underWay = sendInBackground(service, "abc");
        begun.acquire();
        CountDownLatch closed = new CountDownLatch(1);
        Thread closing = new Thread(() -> {
            service.close();
            closed.countDown();
        });
        closing.start();
        await().until(() -> refuses(port));
        assertThat(closed.getCount()).isEqualTo(1);

        mayAnswer.release();
        assertThat(underWay.get().body()).isEqualTo("3");
        closing.join();
        assertThat(closed.getCount()).isZero();
    }

    private static boolean refuses(int port) throws Exception {
        try (RawConnection raw = new RawConnection(port)) {
            return raw.send(GET_LIVE).readHead().isEmpty();
        } catch (java.net.ConnectException refused) {
            return true;
        }
    }

    private static CompletableFuture<HttpResponse<String>> sendInBackground(RunningService service, String body) {
        return java.net.http.HttpClient.newHttpClient()
                .sendAsync(
                        service.request("/slow")
                                .header("X-API-Key", WRITER)
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}

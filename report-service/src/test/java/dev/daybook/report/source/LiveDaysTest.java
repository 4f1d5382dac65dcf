package dev.daybook.report.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.daybook.service.settings.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveDaysTest {
    private static final LocalDate DATE = LocalDate.of(2026, 11, 20);
    private static final String DAY = """
            {"cut":[{"partition":0,"events":1,"rejected":0}],"topic":"daybook.events","rejected_topic":"daybook.rejected",\
            "consumer_group":"daybook.sales","stores":[],"activity":[],"accounting":{"counted":1,"duplicate":0,\
            "conflicting":0,"rejected":0},"rejections":[]}""";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch answers = new CountDownLatch(1);
    private final MovedClock clock = new MovedClock();
    private HttpServer processor;
    private LiveDays live;

    private static final class MovedClock extends Clock {
        private volatile Instant now = Instant.parse("2026-11-20T12:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("nobody asks for another zone");
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @BeforeEach
    void start() throws IOException {
        processor = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        processor.setExecutor(threads);
        processor.createContext("/internal/v1/days/" + DATE, this::day);
        processor.start();
        URI address = URI.create("http://127.0.0.1:" + processor.getAddress().getPort());
        live = new LiveDays(new ProcessorClient(address, new Secret("key")), clock);
    }

    @AfterEach
    void stop() {
        answers.countDown();
        processor.stop(0);
        threads.shutdownNow();
    }

    private void day(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        begun.countDown();
        byte[] answer = DAY.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            answers.await();
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void asksOnce_howeverManyWatch() throws Exception {
        Future<LiveDays.Live> first = threads.submit(() -> live.of(DATE));
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(live.of(DATE)).isInstanceOf(LiveDays.Live.NotNow.class);
        answers.countDown();
        LiveDays.Live answered = first.get(30, TimeUnit.SECONDS);
        assertThat(answered).isInstanceOf(LiveDays.Live.Day.class);
        assertThat(live.of(DATE)).isSameAs(answered);
        assertThat(asked).hasValue(1);
    }

    @Test
    void asksAgain_onceTheAnswerIsOld() throws Exception {
        answers.countDown();
        live.of(DATE);
        clock.now = clock.now.plus(LiveDays.FRESH).minusNanos(1);
        live.of(DATE);
        assertThat(asked).hasValue(1);
        clock.now = clock.now.plusNanos(1);
        assertThat(live.of(DATE))
                .isInstanceOfSatisfying(
                        LiveDays.Live.Day.class, day -> assertThat(day.at()).isEqualTo(clock.now));
        assertThat(asked).hasValue(2);
    }
}

package dev.daybook.service.http;

import dev.daybook.service.settings.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * GETs of Daybook's other services, shown the services' key. Each ends after its limit, whatever of its answer is still on the
 * way, since the JDK's own time-out covers no more than the head, and holds no more of it than so many bytes. Thread-safe.
 */
public final class ServiceCalls {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    private final Secret serviceKey;
    private final int maxAnswerBytes;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    public ServiceCalls(Secret serviceKey, int maxAnswerBytes) {
        this.serviceKey = serviceKey;
        this.maxAnswerBytes = maxAnswerBytes;
    }

    /** A whole answer. */
    public record Answer(int status, byte[] body) {
        private static final int OK = 200;

        public boolean isOk() {
            return status == OK;
        }
    }

    /** An answer that was given up, with its connection, at the limit of its bytes. */
    public static final class AnswerTooLong extends IOException {
        private static final long serialVersionUID = 1L;

        AnswerTooLong(int maxBytes) {
            super("the answer has more than " + maxBytes + " bytes");
        }
    }

    /**
     * Asks.
     *
     * @param path from the service's address on, encoded
     * @param limit from the call to the last byte of its answer
     * @throws AnswerTooLong where it has more bytes than it may
     * @throws IOException where there is no whole answer
     */
    public Answer get(URI service, String path, Duration limit) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(service.toString().replaceAll("/+$", "") + path))
                .header("Authorization", "Bearer " + serviceKey.reveal())
                .build();
        CompletableFuture<HttpResponse<byte[]>> call = http.sendAsync(request, head -> new BoundedBody(maxAnswerBytes));
        try {
            HttpResponse<byte[]> response = call.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return new Answer(response.statusCode(), response.body());
        } catch (TimeoutException late) {
            throw new HttpTimeoutException("no whole answer within " + limit.toMillis() + " ms");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException broken) {
                throw broken;
            }
            throw new IllegalStateException("asking " + service, failed.getCause());
        } finally {
            call.cancel(true); // ends a call that goes on, and nothing else
        }
    }

    /** Collects an answer; one that is too long is given up with its connection. */
    private static final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {
        private final int maxBytes;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private Flow.Subscription subscription;

        BoundedBody(int maxBytes) {
            this.maxBytes = maxBytes;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription connection) {
            subscription = connection;
            connection.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                if (body.isDone()) {
                    return;
                }
                if (buffer.remaining() > maxBytes - bytes.size()) {
                    subscription.cancel();
                    body.completeExceptionally(new AnswerTooLong(maxBytes));
                    return;
                }
                byte[] chunk = new byte[buffer.remaining()];
                buffer.get(chunk);
                bytes.writeBytes(chunk);
            }
        }

        @Override
        public void onError(Throwable broken) {
            body.completeExceptionally(broken);
        }

        @Override
        public void onComplete() {
            body.complete(bytes.toByteArray());
        }
    }
}

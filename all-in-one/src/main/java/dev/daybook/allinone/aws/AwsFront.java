package dev.daybook.allinone.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sorts the requests of the one port: unsigned GETs of {@code /inbox}, {@code /inbox.json} and {@code /health/ready} are for
 * people and orchestrators, form posts to {@code /} are SNS's query protocol, everything else is S3's. A signed request for a
 * bucket called {@code inbox} goes to S3.
 */
final class AwsFront {
    /** SNS's longest message, every byte of it percent-encoded, and room for the other parameters. */
    static final int MAX_SNS_BODY_BYTES = 3 * SnsMessage.MAX_BYTES + (64 << 10);

    /** The largest object, and the signatures between its chunks. */
    private static final long MAX_BODY_BYTES = S3Server.MAX_OBJECT_BYTES + (1 << 20);

    private static final String TOO_LARGE = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>"
            + "<Code>EntityTooLarge</Code><Message>Your proposed upload exceeds the maximum allowed size of "
            + S3Server.MAX_OBJECT_BYTES + " bytes</Message></Error>";
    private static final Logger LOG = LoggerFactory.getLogger(AwsFront.class);
    private static final String FORM = "application/x-www-form-urlencoded";

    private final Vertx vertx;
    private final S3Relay s3;
    private final SnsStandIn sns;
    private final Inbox inbox;
    private final ObjectMapper json;
    private final BooleanSupplier ready;

    AwsFront(Vertx vertx, S3Relay s3, SnsStandIn sns, Inbox inbox, ObjectMapper json, BooleanSupplier ready) {
        this.vertx = vertx;
        this.s3 = s3;
        this.sns = sns;
        this.inbox = inbox;
        this.json = json;
        this.ready = ready;
    }

    void handle(HttpServerRequest request) {
        if (announcedBytes(request) > MAX_BODY_BYTES) {
            end(request.response(), 400, "application/xml", TOO_LARGE);
            return;
        }
        String path = request.path();
        if (isForAPerson(request) && "/inbox".equals(path)) {
            showInbox(request.response());
        } else if (isForAPerson(request) && "/inbox.json".equals(path)) {
            sendInbox(request.response());
        } else if (isForAPerson(request) && "/health/ready".equals(path)) {
            sendReadiness(request.response());
        } else if (request.method().equals(HttpMethod.POST) && "/".equals(path) && isForm(request)) {
            answerSns(request);
        } else {
            s3.handle(request);
        }
    }

    private static long announcedBytes(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length); // Netty has refused what is no number
    }

    private static boolean isForAPerson(HttpServerRequest request) {
        boolean reads =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        return reads && request.getHeader(HttpHeaders.AUTHORIZATION) == null && request.query() == null;
    }

    private static boolean isForm(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && type.startsWith(FORM);
    }

    private void showInbox(HttpServerResponse response) {
        end(response, 200, "text/html; charset=utf-8", InboxPage.of(inbox.mails()));
    }

    private void sendInbox(HttpServerResponse response) {
        try {
            String mails = json.writerWithDefaultPrettyPrinter().writeValueAsString(inbox.mails());
            end(response, 200, "application/json", mails + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a mail that JSON can't say", e);
        }
    }

    private void sendReadiness(HttpServerResponse response) {
        boolean isReady = ready.getAsBoolean();
        end(response, isReady ? 200 : 503, "application/json", "{\"ready\":" + isReady + "}\n");
    }

    private void answerSns(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (request.headers().contains(HttpHeaders.EXPECT)) {
            response.writeContinue();
        }
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        FormBody.read(request, MAX_SNS_BODY_BYTES)
                // The answer waits for the disk, which an event loop may not.
                .compose(body -> vertx.executeBlocking(
                        () -> sns.answer(authorization, FormBody.parameters(body.toString(StandardCharsets.UTF_8))),
                        false))
                .onSuccess(answer -> end(response, answer.status(), "text/xml", answer.xml()))
                .onFailure(failure -> fail(response, failure));
    }

    private static void fail(HttpServerResponse response, Throwable failure) {
        SnsAnswer answer;
        if (failure instanceof FormBody.TooLong) {
            answer = SnsAnswer.of(SnsRefusal.tooLarge(MAX_SNS_BODY_BYTES));
        } else if (failure instanceof IllegalArgumentException) {
            answer = SnsAnswer.of(SnsRefusal.badRequest("MalformedQueryString", failure.getMessage()));
        } else {
            LOG.error("an SNS call failed", failure);
            answer = SnsAnswer.of(SnsRefusal.internal());
        }
        if (!response.closed()) {
            end(response, answer.status(), "text/xml", answer.xml());
        }
    }

    private static void end(HttpServerResponse response, int status, String contentType, String body) {
        Map.of(
                        "Content-Type", contentType,
                        "Content-Security-Policy",
                                "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
                                        + " frame-ancestors 'none'",
                        "X-Content-Type-Options", "nosniff",
                        "Referrer-Policy", "no-referrer",
                        "Cache-Control", "no-store")
                .forEach(response::putHeader);
        response.setStatusCode(status).end(body);
    }
}

package dev.daybook.processor.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.service.Json;
import dev.daybook.service.settings.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;

/** Asks a running processor for a day as it stands, with the offsets that it stands at. Calls block. */
final class LiveState {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(15);
    /** As much as the report service takes of the same answer. */
    private static final int MAX_ANSWER_BYTES = 64 * 1024 * 1024;

    private static final int OK = 200;

    private final URI processor;
    private final Secret serviceKey;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    LiveState(URI processor, Secret serviceKey) {
        this.processor = processor;
        this.serviceKey = serviceKey;
    }

    /** What the processor answers. */
    sealed interface Answer {
        record Day(JsonNode json, Cut cut) implements Answer {}

        record NotNow(String why) implements Answer {}
    }

    Answer day(LocalDate date) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(processor.toString().replaceAll("/+$", "") + "/internal/v1/days/" + date))
                .header("Authorization", "Bearer " + serviceKey.reveal())
                .timeout(ANSWER_TIMEOUT)
                .build();
        try {
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] bytes = body.readNBytes(MAX_ANSWER_BYTES + 1);
                if (response.statusCode() != OK) {
                    return new Answer.NotNow("the processor answered " + response.statusCode());
                }
                if (bytes.length > MAX_ANSWER_BYTES) {
                    return new Answer.NotNow("its answer has more than " + MAX_ANSWER_BYTES + " bytes");
                }
                JsonNode json = Json.MAPPER.readTree(bytes);
                return new Answer.Day(json, Cut.of(json.path("cut")));
            }
        } catch (IOException | IllegalArgumentException unreachable) {
            return new Answer.NotNow("the processor at " + processor + " gave no answer: "
                    + (unreachable.getMessage() == null
                            ? unreachable.getClass().getSimpleName()
                            : unreachable.getMessage()));
        }
    }
}

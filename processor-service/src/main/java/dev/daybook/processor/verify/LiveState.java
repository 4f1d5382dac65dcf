package dev.daybook.processor.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.service.Json;
import dev.daybook.service.http.ServiceCalls;
import dev.daybook.service.settings.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;

/** Asks a running processor for a day as it stands, with the offsets that it stands at. Calls block, each up to its limit. */
final class LiveState {
    /** From the question to the last byte of its answer. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(15);
    /** As much as the report service takes of the same answer. */
    private static final int MAX_ANSWER_BYTES = 64 * 1024 * 1024;

    private final URI processor;
    private final ServiceCalls calls;
    private final Duration limit;

    LiveState(URI processor, Secret serviceKey) {
        this(processor, serviceKey, ANSWER_TIMEOUT);
    }

    LiveState(URI processor, Secret serviceKey, Duration limit) {
        this.processor = processor;
        this.calls = new ServiceCalls(serviceKey, MAX_ANSWER_BYTES);
        this.limit = limit;
    }

    /** What the processor answers. */
    sealed interface Answer {
        record Day(JsonNode json, Cut cut) implements Answer {}

        record NotNow(String why) implements Answer {}
    }

    Answer day(LocalDate date) throws InterruptedException {
        try {
            ServiceCalls.Answer answer = calls.get(processor, "/internal/v1/days/" + date, limit);
            if (!answer.isOk()) {
                return new Answer.NotNow("the processor answered " + answer.status());
            }
            JsonNode json = Json.MAPPER.readTree(answer.body());
            return new Answer.Day(json, Cut.of(json.path("cut")));
        } catch (ServiceCalls.AnswerTooLong tooLong) {
            return new Answer.NotNow("the processor at " + processor + ": " + tooLong.getMessage());
        } catch (IOException | IllegalArgumentException unreachable) {
            return new Answer.NotNow("the processor at " + processor + " gave no answer: "
                    + (unreachable.getMessage() == null
                            ? unreachable.getClass().getSimpleName()
                            : unreachable.getMessage()));
        }
    }
}

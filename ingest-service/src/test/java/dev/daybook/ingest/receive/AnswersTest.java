package dev.daybook.ingest.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.Refusal;
import dev.daybook.events.Refusal.Code;
import dev.daybook.service.Json;
import dev.daybook.service.http.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The wire format of every kind of answer, to the letter. */
class AnswersTest {
    private static final Outcome DURABLE = new Outcome.Durable("a");
    private static final Outcome REFUSED =
            new Outcome.Refused("b", new Refusal(Code.MISSING_FIELD, "/source", "source is required."));
    private static final Outcome NAMELESS =
            new Outcome.Refused(null, new Refusal(Code.NOT_AN_OBJECT, "", "An event is a JSON object."));
    private static final Outcome LOST = new Outcome.Failed("c", Unavailable.NOT_ACKNOWLEDGED);

    private static final String REFUSED_RESULT =
            "\"event_id\":\"b\",\"status\":422,\"code\":\"missing_field\",\"pointer\":\"/source\",\"detail\":\"source is required.\"}";
    private static final String LOST_RESULT =
            "\"event_id\":\"c\",\"status\":503,\"code\":\"not_acknowledged\",\"pointer\":\"\",\"detail\":\""
                    + Unavailable.NOT_ACKNOWLEDGED.detail() + "\"}";

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void says202_whenAllAreDurable() {
        Answer answer = Answers.of(List.of(DURABLE, DURABLE), false);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.contentType()).isEqualTo("application/json");
        assertThat(text(answer)).isEqualTo("{\"accepted\":2,\"rejected\":0}");
        assertThat(text(Answers.of(List.of(DURABLE), true))).isEqualTo("{\"accepted\":1,\"rejected\":0}");
    }

    @Test
    void says202_whenThereIsNothing() {
        Answer answer = Answers.of(List.of(), false);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(text(answer)).isEqualTo("{\"accepted\":0,\"rejected\":0}");
    }

    @Test
    void says207WithEachResultInOrder_whenOutcomesAreMixed() {
        Answer answer = Answers.of(List.of(REFUSED, DURABLE, NAMELESS), false);

        assertThat(answer.status()).isEqualTo(207);
        assertThat(answer.headers()).isEmpty();
        assertThat(text(answer))
                .isEqualTo(
                        "{\"accepted\":1,\"rejected\":2,\"results\":[{\"index\":0," + REFUSED_RESULT
                                + ",{\"index\":1,\"event_id\":\"a\",\"status\":202}"
                                + ",{\"index\":2,\"event_id\":null,\"status\":422,\"code\":\"not_an_object\",\"pointer\":\"\",\"detail\":\"An event is a JSON object.\"}]}");
    }

    @Test
    void says207AndWhenToTryAgain_whenSomeCouldNotBeStored() {
        Answer answer = Answers.of(List.of(DURABLE, LOST), false);

        assertThat(answer.status()).isEqualTo(207);
        assertThat(answer.headers()).containsEntry("Retry-After", "5");
        assertThat(text(answer))
                .isEqualTo(
                        "{\"accepted\":1,\"rejected\":0,\"results\":[{\"index\":0,\"event_id\":\"a\",\"status\":202},{\"index\":1,"
                                + LOST_RESULT + "]}");
    }

    @Test
    void says503_whenNoneIsDurableAndOneCanBeTriedAgain() {
        Answer answer = Answers.of(List.of(REFUSED, LOST), false);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.headers()).containsEntry("Retry-After", "5");
        assertThat(text(answer))
                .isEqualTo(
                        "{\"type\":\"urn:daybook:problem:not_acknowledged\",\"title\":\"Service Unavailable\",\"status\":503,\"code\":\"not_acknowledged\",\"detail\":\""
                                + Unavailable.NOT_ACKNOWLEDGED.detail()
                                + "\",\"accepted\":0,\"rejected\":1,\"results\":[{\"index\":0," + REFUSED_RESULT
                                + ",{\"index\":1," + LOST_RESULT + "]}");
    }

    @Test
    void says422WithAllResults_whenEachOfSeveralIsRefused() {
        Answer answer = Answers.of(List.of(REFUSED), false);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(text(answer))
                .isEqualTo(
                        "{\"type\":\"urn:daybook:problem:no_event_accepted\",\"title\":\"Unprocessable Content\",\"status\":422,\"code\":\"no_event_accepted\",\"detail\":\"Each of the 1 events was refused; results says why.\",\"accepted\":0,\"rejected\":1,\"results\":[{\"index\":0,"
                                + REFUSED_RESULT + "]}");
    }

    @Test
    void says422WithTheReasonOnTop_whenASingleObjectIsRefused() {
        Answer answer = Answers.of(List.of(REFUSED), true);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(text(answer))
                .isEqualTo(
                        "{\"type\":\"urn:daybook:problem:missing_field\",\"title\":\"Unprocessable Content\",\"status\":422,\"code\":\"missing_field\",\"detail\":\"source is required.\",\"pointer\":\"/source\",\"event_id\":\"b\",\"accepted\":0,\"rejected\":1,\"results\":[{\"index\":0,"
                                + REFUSED_RESULT + "]}");
    }

    @Test
    void refusesTheWholeBody_withTheStatusOfItsFault() throws IOException {
        Answer malformed = Answers.unusable(new Outcome.Refused(null, new Refusal(Code.INVALID_JSON, "", "no JSON")));
        Answer scalar = Answers.unusable(new Outcome.Refused(null, new Refusal(Code.NOT_AN_OBJECT, "", "no object")));
        Answer large = Answers.tooLarge(new Refusal(Code.EVENT_TOO_LARGE, "/3", "too large"));

        assertThat(malformed.status()).isEqualTo(400);
        assertThat(scalar.status()).isEqualTo(422);
        assertThat(large.status()).isEqualTo(413);
        assertThat(Json.MAPPER.readTree(large.body()).path("pointer").asText()).isEqualTo("/3");
        assertThat(Json.MAPPER.readTree(large.body()).path("code").asText()).isEqualTo("event_too_large");
    }

    @Test
    void has400Or422_forEveryCodeThatIsNoLimit() {
        for (Code code : Code.values()) {
            assertThat(Answers.unusable(new Outcome.Refused(null, new Refusal(code, "", "")))
                            .status())
                    .isIn(400, 422);
        }
    }

    @Test
    void says503WithTheTimeToWait_whenTheRefusalOfAWholeBodyCouldNotBeKept() {
        Answer answer = Answers.unusable(new Outcome.Failed(null, Unavailable.OVERLOADED));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsEntry("Retry-After", "1");
        assertThat(text(answer)).contains("\"code\":\"overloaded\"");
    }

    @Test
    void turnsAwayWithTheTimeToWait() {
        assertThat(Answers.unavailable(Unavailable.OVERLOADED).headers()).containsEntry("Retry-After", "1");
        assertThat(Answers.unavailable(Unavailable.KAFKA_UNAVAILABLE).status()).isEqualTo(503);
    }
}

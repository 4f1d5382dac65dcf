package dev.daybook.processor.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.service.http.Answer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TurnsTest {
    private static final Answer DONE = Answer.text(200, "done");

    private final Turns turns = new Turns(1, Duration.ofSeconds(3));

    private Answer answer() throws InterruptedException {
        return turns.run(() -> CompletableFuture.completedFuture(DONE))
                .toCompletableFuture()
                .join();
    }

    @Test
    void refusesAQueryWhileAnotherIsUnderWay() throws Exception {
        CompletableFuture<Answer> underWay = new CompletableFuture<>();
        CompletionStage<Answer> first = turns.run(() -> underWay);
        Answer refused = answer();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.headers()).containsEntry("Retry-After", "3");

        underWay.complete(DONE);
        assertThat(first.toCompletableFuture().join()).isEqualTo(DONE);
        assertThat(answer()).isEqualTo(DONE);
    }

    @Test
    void takesTheNext_whenTheAnswerFailed() throws Exception {
        turns.run(() -> CompletableFuture.failedFuture(new IllegalStateException()));
        assertThat(answer()).isEqualTo(DONE);
    }

    static Stream<Throwable> failures() {
        return Stream.of(new IllegalStateException(), new InterruptedException(), new OutOfMemoryError());
    }

    @ParameterizedTest
    @MethodSource("failures")
    void takesTheNext_whenTheQueryFailedBeforeItHadAnAnswer(Throwable failure) throws Exception {
        assertThatThrownBy(() -> turns.run(() -> TurnsTest.<RuntimeException>thrown(failure)))
                .isSameAs(failure);
        assertThat(answer()).isEqualTo(DONE);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> CompletionStage<Answer> thrown(Throwable failure) throws E {
        throw (E) failure;
    }
}

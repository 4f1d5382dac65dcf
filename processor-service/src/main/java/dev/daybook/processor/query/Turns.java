package dev.daybook.processor.query;

import dev.daybook.service.http.Answer;
import dev.daybook.service.http.Problem;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;

/** Lets so many queries run at once, and answers 503 to those beyond. Thread-safe. */
final class Turns {
    private final Semaphore free;
    private final Duration retryAfter;

    interface Query {
        CompletionStage<Answer> run() throws InterruptedException;
    }

    Turns(int atOnce, Duration retryAfter) {
        this.free = new Semaphore(atOnce);
        this.retryAfter = retryAfter;
    }

    CompletionStage<Answer> run(Query query) throws InterruptedException {
        if (!free.tryAcquire()) {
            return CompletableFuture.completedFuture(new Problem(
                            503, "overloaded", "Others are reading orders; try again after the time in Retry-After.")
                    .retryAfter(retryAfter));
        }
        CompletionStage<Answer> answer = null;
        try {
            answer = query.run();
        } finally {
            if (answer == null) { // it failed, an OutOfMemoryError included
                free.release();
            }
        }
        return answer.whenComplete((done, failure) -> free.release());
    }
}

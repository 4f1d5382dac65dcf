package dev.daybook.service.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Answers one request; runs on a worker, never on an event loop, and may finish later on any thread. */
public interface HttpHandler {
    CompletionStage<Answer> handle(Request request) throws Exception;

    /** A handler that has its answer when it returns. */
    interface Blocking {
        Answer handle(Request request) throws Exception;
    }

    static HttpHandler blocking(Blocking handler) {
        return request -> CompletableFuture.completedFuture(handler.handle(request));
    }
}

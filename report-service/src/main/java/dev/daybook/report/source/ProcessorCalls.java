package dev.daybook.report.source;

import dev.daybook.report.daily.MalformedFigures;
import dev.daybook.service.http.ServiceCalls;
import dev.daybook.service.settings.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** GETs of the processor, bounded as {@link ServiceCalls} are, at {@link #MAX_ANSWER_BYTES}. Thread-safe. */
final class ProcessorCalls {
    /** A day of 1,000 stores with 200 products each takes some 40 MB. */
    static final int MAX_ANSWER_BYTES = 64 * 1024 * 1024;

    private final URI processor;
    private final ServiceCalls calls;

    ProcessorCalls(URI processor, Secret serviceKey) {
        this(processor, serviceKey, MAX_ANSWER_BYTES);
    }

    ProcessorCalls(URI processor, Secret serviceKey, int maxAnswerBytes) {
        this.processor = processor;
        this.calls = new ServiceCalls(serviceKey, maxAnswerBytes);
    }

    /** For messages. */
    URI processor() {
        return processor;
    }

    /**
     * Asks.
     *
     * @param path from the root on, encoded
     * @param limit from the call to the last byte of its answer
     * @throws IOException where there is no whole answer
     * @throws MalformedFigures where it has more bytes than any of the processor's
     */
    ServiceCalls.Answer get(String path, Duration limit) throws IOException, InterruptedException {
        try {
            return calls.get(processor, path, limit);
        } catch (ServiceCalls.AnswerTooLong tooLong) {
            throw new MalformedFigures("the processor: " + tooLong.getMessage(), tooLong);
        }
    }
}

package dev.daybook.allinone.aws;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Reads the body of a form post, up to a limit, and its parameters. */
final class FormBody {
    private FormBody() {}

    /** Says that a body has more bytes than it may have. */
    static final class TooLong extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** The body, or a failure with {@link TooLong}; what comes after the limit is read and dropped. */
    static Future<Buffer> read(HttpServerRequest request, int maxBytes) {
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() + part.length() <= maxBytes) {
                body.appendBuffer(part);
            } else {
                whole.tryFail(new TooLong());
            }
        });
        request.exceptionHandler(whole::tryFail);
        request.endHandler(end -> whole.tryComplete(body));
        return whole.future();
    }

    /** @throws IllegalArgumentException if a percent sign is not followed by two hex digits */
    static Map<String, String> parameters(String form) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : form.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            parameters.put(
                    URLDecoder.decode(name, StandardCharsets.UTF_8), URLDecoder.decode(value, StandardCharsets.UTF_8));
        }
        return parameters;
    }
}

package dev.daybook.service.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A form that a page of this service sent: its session's token was in it. Immutable.
 *
 * @param fields by name, the last of each; never empty text
 */
public record Form(Map<String, String> fields) {
    /** The hidden field of every form. */
    public static final String TOKEN = "form_token";

    private static final String TYPE = "application/x-www-form-urlencoded";
    private static final int MAX_FIELDS = 50;

    /** Answers a form on a worker. */
    public interface Handler {
        Answer handle(Request request, Form form) throws Exception;
    }

    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** Lets only forms of the session's own pages through. */
    static HttpHandler.Blocking guarded(Handler handler) {
        return request -> {
            if (!request.header("content-type").orElse("").startsWith(TYPE)) {
                return new Problem(415, "not_a_form", "This takes forms, " + TYPE + ".").answer();
            }
            Optional<Form> form = parse(request.body());
            if (form.isEmpty()) {
                return Problem.badRequest("malformed_form", "The form is malformed.")
                        .answer();
            }
            boolean fromElsewhere = request.header("sec-fetch-site")
                    .filter(site -> !site.equals("same-origin"))
                    .isPresent();
            String token = form.get().field(TOKEN).orElse("");
            if (fromElsewhere
                    || request.session().filter(session -> session.owns(token)).isEmpty()) {
                return new Problem(
                                403,
                                "foreign_form",
                                "Nothing was done: the form is not one of this session's pages. Go back, load the page"
                                        + " anew, and send it again.")
                        .answer();
            }
            return handler.handle(request, form.get());
        };
    }

    private static Optional<Form> parse(byte[] body) {
        Map<String, String> fields = new LinkedHashMap<>();
        String text = new String(body, StandardCharsets.US_ASCII);
        String[] pairs = text.split("&", MAX_FIELDS + 1);
        if (pairs.length > MAX_FIELDS) {
            return Optional.empty();
        }
        try {
            for (String pair : pairs) {
                int equals = pair.indexOf('=');
                if (equals > 0 && equals < pair.length() - 1) {
                    fields.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
                }
            }
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
        return Optional.of(new Form(Map.copyOf(fields)));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}

package dev.daybook.report.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.report.web.Parameters.Refused;
import dev.daybook.service.Json;
import dev.daybook.service.http.Problem;
import dev.daybook.service.http.Request;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** A request's JSON object, read strictly: a member that nobody knows may be one that the caller relies on. */
record RequestBody(JsonNode object) {

    /** An absent body counts as an empty object. */
    static RequestBody of(Request request, Set<String> members) throws Refused {
        JsonNode object = parsed(request.body());
        if (!object.isObject()) {
            throw new Refused(Problem.badRequest("malformed_json", "The body must be a JSON object."));
        }
        for (var names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!members.contains(name)) {
                throw new Refused(new Problem(
                        422, "unknown_field", "There may be no other fields than " + String.join(", ", members) + "."));
            }
        }
        return new RequestBody(object);
    }

    private static JsonNode parsed(byte[] body) throws Refused {
        try {
            return body.length == 0 ? Json.MAPPER.createObjectNode() : Json.MAPPER.readTree(body);
        } catch (IOException malformed) {
            throw new Refused(Problem.badRequest("malformed_json", "The body is not valid JSON."));
        }
    }

    Optional<String> text(String name, int maxCharacters) throws Refused {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()
                || value.textValue().length() > maxCharacters
                || value.textValue().chars().anyMatch(Character::isISOControl)) {
            throw wrong(name, "a text of at most " + maxCharacters + " characters without line breaks");
        }
        return Optional.of(value.textValue());
    }

    Optional<Integer> integer(String name) throws Refused {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isInt() || value.intValue() < 0) {
            throw wrong(name, "a whole number, 0 or more");
        }
        return Optional.of(value.intValue());
    }

    boolean flag(String name) throws Refused {
        JsonNode value = object.path(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw wrong(name, "true or false");
        }
        return value.asBoolean(false);
    }

    static Refused wrong(String name, String what) {
        return new Refused(new Problem(422, "malformed_" + name, "\"" + name + "\" must be " + what + "."));
    }
}

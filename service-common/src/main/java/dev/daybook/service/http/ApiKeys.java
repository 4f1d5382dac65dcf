package dev.daybook.service.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.service.Json;
import dev.daybook.service.settings.Secret;
import dev.daybook.service.settings.WrongSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Knows callers by their API key without holding any: a key is looked up by its HMAC-SHA256 under the pepper, so neither the
 * file nor the time that a look-up takes says anything of a key. Two entries may share an id, for rotation. Immutable and
 * thread-safe.
 *
 * <p>The file: {@code {"keys":[{"id":"till-soho","hash":"<64 hex digits>","may":["write"],"stores":["soho"],
 * "event_types":["sale.completed"]}]}}, the last two optional.
 */
public final class ApiKeys {
    /** Entropy of a generated key. */
    private static final int KEY_BYTES = 32;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final Secret pepper;
    private final Map<String, Caller> callersByHash;

    private ApiKeys(Secret pepper, Map<String, Caller> callersByHash) {
        this.pepper = pepper;
        this.callersByHash = Map.copyOf(callersByHash);
    }

    /**
     * Reads the file, and knows the services' own key besides.
     *
     * @throws WrongSettings with everything that is wrong with the file
     */
    public static ApiKeys load(Path file, Secret pepper, Secret serviceKey) {
        Map<String, Caller> callers = new HashMap<>();
        callers.put(
                hash(pepper, serviceKey.reveal()),
                new Caller("service", EnumSet.allOf(Access.class), Set.of(), Set.of()));
        List<String> errors = new ArrayList<>();
        JsonNode entries = read(file).path("keys");
        if (!entries.isArray()) {
            errors.add("it must be an object with an array \"keys\"");
        }
        for (int i = 0; i < entries.size(); i++) {
            readEntry(entries.get(i), "/keys/" + i, callers, errors);
        }
        if (!errors.isEmpty()) {
            throw new WrongSettings(errors.stream()
                    .map(error -> "API_KEYS_FILE " + file + ": " + error)
                    .toList());
        }
        return new ApiKeys(pepper, callers);
    }

    private static JsonNode read(Path file) {
        try {
            return Json.MAPPER.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException malformed) {
            var at = malformed.getLocation();
            String line = at == null ? "" : ", line " + at.getLineNr();
            throw new WrongSettings(List.of("API_KEYS_FILE " + file + line + ": it is not valid JSON"));
        } catch (IOException unreadable) {
            throw new WrongSettings(List.of("API_KEYS_FILE names a file that can't be read: " + file));
        }
    }

    private static void readEntry(JsonNode entry, String at, Map<String, Caller> callers, List<String> errors) {
        String id = entry.path("id").asText();
        String hash = entry.path("hash").asText();
        int before = errors.size();
        if (!ID.matcher(id).matches()) {
            errors.add(at + "/id must have 1 to 64 letters, digits, dots, dashes or underscores");
        }
        if (!HASH.matcher(hash).matches()) {
            errors.add(
                    at + "/hash must have 64 lower-case hex digits: the HMAC-SHA256 of the key under API_KEY_PEPPER");
        }
        Set<Access> may = EnumSet.noneOf(Access.class);
        for (String name : texts(entry.path("may"))) {
            try {
                may.add(Access.valueOf(name.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException unknown) {
                errors.add(at + "/may may hold write, read, operate; not \"" + name + "\"");
            }
        }
        if (may.isEmpty()) {
            errors.add(at + "/may must name at least one of write, read, operate");
        }
        if (errors.size() == before) {
            callers.put(hash, new Caller(id, may, texts(entry.path("stores")), texts(entry.path("event_types"))));
        }
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new HashSet<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    /** Who shows this key, or empty for a stranger. */
    public Optional<Caller> caller(String key) {
        return Optional.ofNullable(callersByHash.get(hash(pepper, key)));
    }

    /** What the file holds for a key: 64 lower-case hex digits. */
    public static String hash(Secret pepper, String key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(pepper.bytes(), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(key.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has no HmacSHA256, which its specification demands", e);
        }
    }

    /** A new key of 256 bits. */
    public static Secret generate() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Secret("dbk_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
}

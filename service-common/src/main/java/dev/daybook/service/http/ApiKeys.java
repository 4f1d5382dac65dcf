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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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

    private static final int MARK_DIGITS = 32;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private static final List<String> MEMBERS = List.of("id", "hash", "may", "stores", "event_types");
    private static final String SERVICE = "service";
    /** What a key of the file may be given; the services' own key alone has the rest. */
    private static final Map<String, Access> GIVEN =
            new TreeMap<>(Map.of("write", Access.WRITE, "read", Access.READ, "operate", Access.OPERATE));

    private final Secret pepper;
    private final Map<String, Caller> callersByHash;
    private final Map<String, Caller> callersByMark;

    private ApiKeys(Secret pepper, Map<String, Caller> callersByHash) {
        this.pepper = pepper;
        this.callersByHash = Map.copyOf(callersByHash);
        Map<String, Caller> byMark = new HashMap<>();
        callersByHash.forEach((hash, caller) -> byMark.put(markOf(hash), caller));
        this.callersByMark = Map.copyOf(byMark);
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
                new Caller(SERVICE, EnumSet.allOf(Access.class), Set.of(), Set.of()));
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
        int before = errors.size();
        entry.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                // A misspelt "stores" would leave the key unbound.
                errors.add(at + " may not have \"" + name + "\"; its members are " + String.join(", ", MEMBERS));
            }
        });
        String id = entry.path("id").asText();
        String hash = entry.path("hash").asText();
        if (!ID.matcher(id).matches() || id.equals(SERVICE)) {
            errors.add(at + "/id must have 1 to 64 letters, digits, dots, dashes or underscores, and not be \""
                    + SERVICE + "\"");
        }
        if (!HASH.matcher(hash).matches()) {
            errors.add(
                    at + "/hash must have 64 lower-case hex digits: the HMAC-SHA256 of the key under API_KEY_PEPPER");
        }
        Set<Access> may = may(entry, at, errors);
        Set<String> stores = bounds(entry, "stores", at, errors);
        Set<String> eventTypes = bounds(entry, "event_types", at, errors);
        if (errors.size() == before && callers.putIfAbsent(hash, new Caller(id, may, stores, eventTypes)) != null) {
            errors.add(at + "/hash is another entry's as well; each key has one entry");
        }
    }

    private static Set<Access> may(JsonNode entry, String at, List<String> errors) {
        Set<Access> may = EnumSet.noneOf(Access.class);
        for (JsonNode name : entry.path("may")) {
            Access access = GIVEN.get(name.asText());
            if (access == null) {
                errors.add(
                        at + "/may may hold " + String.join(", ", GIVEN.keySet()) + "; not \"" + name.asText() + "\"");
            } else {
                may.add(access);
            }
        }
        if (may.isEmpty()) {
            errors.add(at + "/may must name at least one of " + String.join(", ", GIVEN.keySet()));
        }
        return may;
    }

    /** Absent, it binds nothing; anything but a list of names is an error, lest a slip leave the key unbound. */
    private static Set<String> bounds(JsonNode entry, String member, String at, List<String> errors) {
        JsonNode names = entry.path(member);
        Set<String> bounds = new HashSet<>();
        names.forEach(name -> {
            if (name.isTextual() && !name.asText().isEmpty()) {
                bounds.add(name.asText());
            }
        });
        if (!names.isMissingNode() && (!names.isArray() || names.isEmpty() || bounds.size() != names.size())) {
            errors.add(at + "/" + member + " must be a list of one or more different names; leave it out to allow all");
        }
        return bounds;
    }

    /** Who shows this key, or empty for a stranger. */
    public Optional<Caller> caller(String key) {
        return Optional.ofNullable(callersByHash.get(hash(pepper, key)));
    }

    /** What a session names a known key by, 32 lower-case hex digits that say nothing of the key or its hash; else empty. */
    Optional<String> mark(String key) {
        String hash = hash(pepper, key);
        return callersByHash.containsKey(hash) ? Optional.of(markOf(hash)) : Optional.empty();
    }

    /** Whose mark that is; empty where the key is not in the file any more. */
    Optional<Caller> marked(String mark) {
        return Optional.ofNullable(callersByMark.get(mark));
    }

    private String markOf(String hash) {
        return hash(pepper, "session of " + hash).substring(0, MARK_DIGITS);
    }

    /** A secret for one purpose, the same in every replica; it says nothing of the pepper. */
    byte[] derived(String purpose) {
        return HexFormat.of().parseHex(hash(pepper, purpose));
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

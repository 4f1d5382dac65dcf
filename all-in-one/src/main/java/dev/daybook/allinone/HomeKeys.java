package dev.daybook.allinone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.service.Json;
import dev.daybook.service.http.ApiKeys;
import dev.daybook.service.settings.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The keys of an all-in-one, made at its first start and kept in its home, readable by the owner only: the API key for people
 * and programs, the key that the services show each other, and the pepper under which the key file keeps its hashes.
 *
 * @param file the key file for the services
 */
record HomeKeys(Secret apiKey, Secret serviceKey, Secret pepper, Path file) {
    private static final int PEPPER_BYTES = 32;
    private static final String API_KEY = "api-key";
    private static final String SERVICE_KEY = "service-key";
    private static final String PEPPER = "api-key-pepper";
    /** Hashes alone; it is written at each start, last of them. */
    static final String KEY_FILE = "api-keys.json";

    /** The keys of that home; a preset API key takes the place of the one that was made. */
    static HomeKeys of(Path home, Optional<Secret> preset) {
        try {
            Secret apiKey = preset.isPresent()
                    ? preset.get()
                    : kept(home.resolve(API_KEY), ApiKeys.generate().reveal());
            Secret serviceKey =
                    kept(home.resolve(SERVICE_KEY), ApiKeys.generate().reveal());
            Secret pepper = kept(home.resolve(PEPPER), Secrets.randomHex(PEPPER_BYTES));
            Path file = home.resolve(KEY_FILE);
            PrivateFile.write(file, keyFile(pepper, apiKey));
            return new HomeKeys(apiKey, serviceKey, pepper, file);
        } catch (IOException e) {
            throw new UncheckedIOException("could not keep the keys in " + home, e);
        }
    }

    /** The API key that was made for a home; empty where it was never started without a preset one. */
    static Optional<Secret> apiKey(Path home) throws IOException {
        Path file = home.resolve(API_KEY);
        return Files.exists(file)
                ? Optional.of(new Secret(Files.readString(file).strip()))
                : Optional.empty();
    }

    /** The key of a home that a Daybook runs on. */
    static Secret serviceKey(Path home) throws IOException {
        return new Secret(Files.readString(home.resolve(SERVICE_KEY)).strip());
    }

    /** The files of that home, the key file last. */
    static List<Path> files(Path home) {
        return Stream.of(API_KEY, SERVICE_KEY, PEPPER, KEY_FILE)
                .map(home::resolve)
                .toList();
    }

    private static Secret kept(Path file, String fresh) throws IOException {
        if (!Files.exists(file)) {
            PrivateFile.write(file, fresh);
        }
        return new Secret(Files.readString(file).strip());
    }

    private static String keyFile(Secret pepper, Secret apiKey) {
        ObjectNode root = Json.MAPPER.createObjectNode();
        ObjectNode entry = root.putArray("keys").addObject();
        entry.put("id", "all-in-one").put("hash", ApiKeys.hash(pepper, apiKey.reveal()));
        entry.putArray("may").add("write").add("read").add("operate");
        return root.toPrettyString() + "\n";
    }
}

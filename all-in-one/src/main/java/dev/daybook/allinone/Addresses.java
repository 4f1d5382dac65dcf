package dev.daybook.allinone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.service.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where everything listens, once all of it is ready.
 *
 * @param kafka host:port
 * @param db JDBC URL of Daybook's own database
 */
public record Addresses(URI ingest, URI processor, URI report, URI aws, String kafka, String db) {
    private static final String FILE_NAME = "addresses.json";

    /** Takes away what an earlier run left: while the file is there, it is true. */
    static void remove(Path home) {
        try {
            Files.deleteIfExists(home.resolve(FILE_NAME));
        } catch (IOException e) {
            throw new UncheckedIOException("could not remove " + home.resolve(FILE_NAME), e);
        }
    }

    static Path file(Path home) {
        return home.resolve(FILE_NAME);
    }

    /** What {@link #write} wrote. */
    static JsonNode read(Path home) throws IOException {
        return Json.MAPPER.readTree(Files.readAllBytes(file(home)));
    }

    /** Writes {@code addresses.json} into the home, whole or not at all. */
    void write(Path home) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("ingest", ingest.toString());
        json.put("processor", processor.toString());
        json.put("report", report.toString());
        json.put("aws", aws.toString());
        json.put("kafka", kafka);
        json.put("db", db);
        Path next = PrivateFile.unfinished(file(home));
        try {
            Files.write(next, Json.bytes(json));
            Files.move(
                    next, home.resolve(FILE_NAME), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + home.resolve(FILE_NAME), e);
        }
    }
}

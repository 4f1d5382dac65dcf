package dev.daybook.processor.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.service.Json;
import dev.daybook.service.objects.ObjectStore;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The reports in their bucket: of each date the latest revision's canonical JSON. Throws what the store throws. */
final class Reports {
    private static final String FOLDER = "reports/";
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern REVISION = Pattern.compile("r(\\d{1,9})");

    private final ObjectStore store;

    /** @param key of its canonical JSON */
    record Report(LocalDate date, int revision, String key, JsonNode json, Cut cut) {
        String name() {
            return "the report's revision " + revision;
        }

        Target target() {
            return new Target(date, name(), cut);
        }
    }

    /** A report that is there and can't be compared with anything. */
    static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1L;

        Unreadable(String why, Throwable cause) {
            super(why, cause);
        }
    }

    Reports(ObjectStore store) {
        this.store = store;
    }

    List<LocalDate> dates() {
        return store.folders(FOLDER).stream()
                .filter(name -> DATE.matcher(name).matches())
                .map(LocalDate::parse)
                .sorted()
                .toList();
    }

    /** @throws Unreadable where it isn't the canonical JSON of a report */
    Optional<Report> latest(LocalDate date) throws Unreadable {
        List<Integer> revisions = store.folders(FOLDER + date + "/").stream()
                .map(Reports::revision)
                .filter(OptionalInt::isPresent)
                .map(OptionalInt::getAsInt)
                .sorted((one, other) -> Integer.compare(other, one))
                .toList();
        for (int revision : revisions) {
            String key = FOLDER + date + "/r" + revision + "/report.json";
            Optional<byte[]> bytes = store.get(key);
            if (bytes.isPresent()) { // the canonical JSON is the first of a revision's files, but written it must be
                return Optional.of(parse(date, revision, key, bytes.get()));
            }
        }
        return Optional.empty();
    }

    /** @throws Unreadable where it is gone, or isn't the canonical JSON of a report */
    JsonNode canonical(String key) throws Unreadable {
        try {
            return Json.MAPPER.readTree(
                    store.get(key).orElseThrow(() -> new IOException("it stood there a moment ago")));
        } catch (IOException malformed) {
            throw new Unreadable(key + " can't be read again: " + malformed.getMessage(), malformed);
        }
    }

    private static OptionalInt revision(String folder) {
        Matcher revision = REVISION.matcher(folder);
        return revision.matches() ? OptionalInt.of(Integer.parseInt(revision.group(1))) : OptionalInt.empty();
    }

    private static Report parse(LocalDate date, int revision, String key, byte[] bytes) throws Unreadable {
        try {
            JsonNode json = Json.MAPPER.readTree(bytes);
            return new Report(date, revision, key, json, Cut.of(json.path("cut").path("partitions")));
        } catch (IOException | IllegalArgumentException malformed) {
            throw new Unreadable(key + " is not the canonical JSON of a report: " + malformed.getMessage(), malformed);
        }
    }
}

package dev.daybook.report.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.report.daily.CanonicalJson;
import dev.daybook.report.daily.Report;
import dev.daybook.service.Json;
import dev.daybook.service.objects.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of each revision in S3, each written once: who comes second gets the bytes that stand. Throws
 * {@link dev.daybook.service.objects.ObjectStoreUnavailable}; thread-safe.
 */
public final class ReportFiles {
    static final String CANONICAL = "report.json";
    public static final String ORDERS = "reconciliation.csv";
    static final String TEXT = "report.txt";
    static final String MANIFEST = "manifest.json";

    private final ObjectStore store;

    public ReportFiles(ObjectStore store) {
        this.store = store;
    }

    /** What the keys of a revision's files start with; kinds of reports other than daily sales have a folder of their own. */
    static String prefix(RevisionKey key) {
        String folder = key.report().equals(Report.DAILY_SALES) ? "" : key.report() + "/";
        return "reports/" + folder + key.date() + "/r" + key.revision() + "/";
    }

    /** What the keys of its files for a warehouse start with; only daily sales have such. */
    static String processedPrefix(RevisionKey key) {
        return "processed/dt=" + key.date() + "/r" + key.revision() + "/";
    }

    /** The canonical JSON that stands after this. */
    byte[] putCanonical(String prefix, byte[] bytes) {
        return put(prefix + CANONICAL, bytes, "application/json");
    }

    /** The text that stands after this. */
    String putText(String prefix, String text) {
        return new String(
                put(prefix + TEXT, text.getBytes(StandardCharsets.UTF_8), "text/plain; charset=utf-8"),
                StandardCharsets.UTF_8);
    }

    /** The list of reconciled orders that stands after this. */
    byte[] putOrders(String prefix, byte[] csv) {
        return put(prefix + ORDERS, csv, "text/csv; charset=utf-8");
    }

    /** The list of reconciled orders that stands already, whoever wrote it. */
    Optional<byte[]> standingOrders(String prefix) {
        return store.get(prefix + ORDERS);
    }

    /** The files beside the text that stand after this. */
    List<Rendered.File> putFiles(String prefix, List<Rendered.File> files) {
        return files.stream()
                .map(file -> new Rendered.File(
                        file.name(), file.contentType(), put(prefix + file.name(), file.bytes(), file.contentType())))
                .toList();
    }

    /** The file under {@code processed/} that stands after this. */
    byte[] putProcessed(RevisionKey key, String name, byte[] bytes) {
        return put(
                processedPrefix(key) + name,
                bytes,
                name.endsWith(".csv") ? "text/csv; charset=utf-8" : "application/json");
    }

    void putManifest(
            String prefix,
            RevisionKey key,
            byte[] canonical,
            Optional<byte[]> orders,
            String text,
            List<Rendered.File> beside,
            Map<String, byte[]> processed) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(CANONICAL, canonical);
        orders.ifPresent(csv -> files.put(ORDERS, csv));
        files.put(TEXT, text.getBytes(StandardCharsets.UTF_8));
        beside.forEach(file -> files.put(file.name(), file.bytes()));
        ObjectNode manifest = Json.MAPPER.createObjectNode();
        manifest.put("report", key.report());
        manifest.put("date", key.date().toString());
        manifest.put("revision", key.revision());
        list(manifest.putArray("files"), files);
        if (!processed.isEmpty()) {
            ObjectNode elsewhere = manifest.putObject("processed");
            elsewhere.put("prefix", processedPrefix(key));
            list(elsewhere.putArray("files"), processed);
        }
        put(prefix + MANIFEST, Json.bytes(manifest), "application/json");
    }

    private static void list(ArrayNode list, Map<String, byte[]> files) {
        files.forEach((name, bytes) -> list.addObject()
                .put("name", name)
                .put("bytes", bytes.length)
                .put("sha256", CanonicalJson.sha256(bytes)));
    }

    private byte[] put(String key, byte[] bytes, String contentType) {
        return switch (store.putIfAbsent(key, bytes, contentType)) {
            case STORED -> bytes;
            case ALREADY_STANDS -> read(key);
        };
    }

    private byte[] read(String key) {
        return store.get(key)
                .orElseThrow(() -> new IllegalStateException(
                        key + " was written and is gone; nothing of Daybook deletes it, so look who may"));
    }

    /**
     * The canonical JSON of a stored revision, the very bytes that the ledger knows.
     *
     * @throws IllegalStateException where others stand in their place
     */
    public byte[] canonical(Revision revision) {
        String key = revision.s3Prefix() + CANONICAL;
        return checked(key, read(key), revision.canonicalSha256(), "the ledger's");
    }

    /** The text of a stored revision, which is its mail's. */
    public String text(Revision revision) {
        return new String(read(revision.s3Prefix() + TEXT), StandardCharsets.UTF_8);
    }

    /** The canonical JSON that stands already, whoever wrote it. */
    Optional<byte[]> standingCanonical(String prefix) {
        return store.get(prefix + CANONICAL);
    }

    /** The files of a stored revision: the manifest, then those that it lists. */
    public List<RevisionFile> list(Revision revision) {
        byte[] manifest = read(revision.s3Prefix() + MANIFEST);
        List<RevisionFile> list = new ArrayList<>();
        list.add(new RevisionFile(MANIFEST, manifest.length, CanonicalJson.sha256(manifest)));
        try {
            for (JsonNode file : Json.MAPPER.readTree(manifest).path("files")) {
                list.add(new RevisionFile(
                        file.path("name").asText(),
                        file.path("bytes").asLong(),
                        file.path("sha256").asText()));
            }
        } catch (IOException malformed) {
            throw new UncheckedIOException(revision.s3Prefix() + MANIFEST + " is not JSON", malformed);
        }
        return list;
    }

    /**
     * The bytes that the manifest means.
     *
     * @throws IllegalStateException where others stand in their place
     */
    public byte[] read(Revision revision, RevisionFile file) {
        String key = revision.s3Prefix() + file.name();
        return checked(key, read(key), file.sha256(), "the manifest's");
    }

    private static byte[] checked(String key, byte[] bytes, String sha256, String whose) {
        if (!CanonicalJson.sha256(bytes).equals(sha256)) {
            throw new IllegalStateException(key + " is not what was written: its SHA-256 isn't " + whose
                    + "; look who may write to the bucket");
        }
        return bytes;
    }
}

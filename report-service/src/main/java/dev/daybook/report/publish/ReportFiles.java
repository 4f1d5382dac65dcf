package dev.daybook.report.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.report.daily.CanonicalJson;
import dev.daybook.report.daily.Report;
import dev.daybook.service.Json;
import dev.daybook.service.objects.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The files of each revision in S3, each written once: who comes second gets the bytes that stand. Throws
 * {@link dev.daybook.service.objects.ObjectStoreUnavailable}; thread-safe.
 */
public final class ReportFiles {
    static final String CANONICAL = "report.json";
    static final String TEXT = "report.txt";
    static final String MANIFEST = "manifest.json";

    private final ObjectStore store;

    public ReportFiles(ObjectStore store) {
        this.store = store;
    }

    /** What the keys of a revision's files start with. */
    static String prefix(RevisionKey key) {
        return "reports/" + key.date() + "/r" + key.revision() + "/";
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

    void putManifest(String prefix, Report report, byte[] canonical, String text) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(CANONICAL, canonical);
        files.put(TEXT, text.getBytes(StandardCharsets.UTF_8));
        ObjectNode manifest = Json.MAPPER.createObjectNode();
        manifest.put("report", report.kind());
        manifest.put("date", report.date().toString());
        manifest.put("revision", report.revision());
        var list = manifest.putArray("files");
        files.forEach((name, bytes) -> list.addObject()
                .put("name", name)
                .put("bytes", bytes.length)
                .put("sha256", CanonicalJson.sha256(bytes)));
        put(prefix + MANIFEST, Json.bytes(manifest), "application/json");
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

    /** The canonical JSON of a stored revision. */
    public byte[] canonical(Revision revision) {
        return read(revision.s3Prefix() + CANONICAL);
    }

    /** The text of a stored revision. */
    String text(Revision revision) {
        return new String(read(revision.s3Prefix() + TEXT), StandardCharsets.UTF_8);
    }

    /** The canonical JSON that stands already, whoever wrote it. */
    Optional<byte[]> standingCanonical(String prefix) {
        return store.get(prefix + CANONICAL);
    }
}

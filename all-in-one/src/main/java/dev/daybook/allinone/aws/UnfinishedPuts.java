package dev.daybook.allinone.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a killed process was writing out of the buckets. S3Proxy writes {@code <key>-<uuid>} beside the object and
 * then renames it; after SIGKILL that file stays and is listed as an object. So each put is noted while it runs, and at
 * the next start exactly the noted keys' strays are removed: an object whose own name ends in a UUID is never touched.
 * Thread-safe.
 */
final class UnfinishedPuts {
    private static final Logger LOG = LoggerFactory.getLogger(UnfinishedPuts.class);
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private final Path notes;

    UnfinishedPuts(Path notes) throws IOException {
        this.notes = Files.createDirectories(notes);
    }

    /** Notes a put; what it returns is given to {@link #end} when the put has ended, well or not. */
    Path begin(String bucket, String key) {
        Path note = notes.resolve(UUID.randomUUID().toString());
        try {
            Files.writeString(note, bucket + "\n" + key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return note;
    }

    void end(Path note) {
        try {
            Files.deleteIfExists(note);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes what the noted puts of an earlier run left under {@code buckets}; call before the first put. */
    void clean(Path buckets) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(notes)) {
            for (Path note : left) {
                String[] bucketAndKey = new String(Files.readAllBytes(note), StandardCharsets.UTF_8).split("\n", 2);
                // A note torn by the kill was made before its put began: there is nothing to remove.
                if (bucketAndKey.length == 2) {
                    removeStrays(buckets.resolve(bucketAndKey[0]), bucketAndKey[1]);
                }
                Files.delete(note);
            }
        }
    }

    private static void removeStrays(Path bucket, String key) throws IOException {
        Path object = bucket.resolve(key).normalize();
        if (key.endsWith("/") || !object.startsWith(bucket) || !Files.isDirectory(object.getParent())) {
            return;
        }
        String prefix = object.getFileName() + "-";
        try (DirectoryStream<Path> siblings = Files.newDirectoryStream(object.getParent())) {
            for (Path sibling : siblings) {
                String name = sibling.getFileName().toString();
                if (name.startsWith(prefix)
                        && UUID_TEXT.matcher(name.substring(prefix.length())).matches()) {
                    Files.delete(sibling);
                    LOG.info("removed {}, which a killed upload left behind", sibling);
                }
            }
        }
    }
}

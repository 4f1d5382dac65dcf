package dev.daybook.allinone.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.ingest.archive.Archiver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** Damages an archive by hand: both the tests' checker and {@code archive check} must name what was damaged. */
class PlantedFaultTest {
    @TempDir
    static Path folder;

    private static ArchiveStack stack;

    @BeforeAll
    static void start() {
        stack = new ArchiveStack(folder);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    enum Plant {
        ONE_EVENT_DROPPED("index differs: "),
        ONE_EVENT_TWICE("broken: "),
        ONE_EVENT_ALTERED("index differs: "),
        ONE_BYTE_FLIPPED("broken: "),
        TORN("broken: "),
        OBJECT_DELETED("object missing: "),
        LAST_OBJECT_DELETED_WITH_ITS_ENTRY("gap: "),
        MIDDLE_OBJECT_DELETED_WITH_ITS_ENTRY("gap: "),
        ARCHIVED_TWICE("overlap: "),
        ENTRY_DELETED("not indexed: "),
        ENTRY_ALTERED("index differs: ");

        private final String finding;

        Plant(String finding) {
            this.finding = finding;
        }
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByBothCheckers(Plant plant) throws Exception {
        ArchiveCase archive = stack.newCase(1);
        try (Traffic traffic = archive.traffic(plant.ordinal())) {
            traffic.events(200);
            try (Archiver archiver = archive.start(ArchiveCase.limits(50))) {
                archive.awaitArchived();
                assertThat(archiver.alarm()).isEmpty();
            }
            archive.assertEachRecordOnce(traffic.sent());
            assertThat(ArchiverTest.check(archive)).endsWith(", 0 findings\n");
            plant(archive, plant);
            assertThat(archive.checker().check().problems()).isNotEmpty();
            assertThat(ArchiverTest.check(archive)).contains(plant.finding);
        }
    }

    private static void plant(ArchiveCase archive, Plant plant) throws IOException {
        List<String> keys =
                stack
                        .s3()
                        .listObjectsV2Paginator(
                                list -> list.bucket(archive.bucket()).prefix("raw/"))
                        .contents()
                        .stream()
                        .map(object -> object.key())
                        .toList();
        assertThat(keys).hasSizeGreaterThanOrEqualTo(4);
        String key = keys.get(1);
        String last = keys.get(keys.size() - 1);
        switch (plant) {
            case ONE_EVENT_DROPPED -> {
                List<String> lines = lines(archive, key);
                lines.remove(lines.size() - 1);
                put(archive, key, pack(lines));
            }
            case ONE_EVENT_TWICE -> {
                List<String> lines = lines(archive, key);
                lines.add(lines.get(lines.size() - 1));
                put(archive, key, pack(lines));
            }
            case ONE_EVENT_ALTERED -> {
                List<String> lines = lines(archive, key);
                int at = firstWith(lines, "\"amount\":1.50");
                lines.set(at, lines.get(at).replace("\"amount\":1.50", "\"amount\":9.50"));
                put(archive, key, pack(lines));
            }
            case ONE_BYTE_FLIPPED -> {
                byte[] bytes = get(archive, key);
                bytes[bytes.length / 2] ^= 1;
                put(archive, key, bytes);
            }
            case TORN -> put(archive, key, java.util.Arrays.copyOf(get(archive, key), 100));
            case OBJECT_DELETED -> delete(archive, key);
            case LAST_OBJECT_DELETED_WITH_ITS_ENTRY -> {
                delete(archive, last);
                delete(archive, entryOf(last));
            }
            case MIDDLE_OBJECT_DELETED_WITH_ITS_ENTRY -> {
                delete(archive, key);
                delete(archive, entryOf(key));
            }
            case ARCHIVED_TWICE -> {
                List<String> lines = lines(archive, key);
                long first = Long.parseLong(key.substring(key.length() - 30, key.length() - 10));
                put(
                        archive,
                        key.substring(0, key.length() - 30) + String.format("%020d", first + 10) + ".ndjson.gz",
                        pack(lines.subList(10, 20)));
            }
            case ENTRY_DELETED -> delete(archive, entryOf(key));
            case ENTRY_ALTERED ->
                put(
                        archive,
                        entryOf(key),
                        new String(get(archive, entryOf(key)), StandardCharsets.UTF_8)
                                .replace("\"last_offset\":", "\"last_offset\":1")
                                .getBytes(StandardCharsets.UTF_8));
        }
    }

    private static int firstWith(List<String> lines, String text) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(text)) {
                return i;
            }
        }
        throw new AssertionError("no line has " + text);
    }

    private static String entryOf(String key) {
        String[] parts = key.split("/");
        String name = parts[3].substring(0, parts[3].length() - 31);
        return "index/" + name + "/" + parts[1] + "/" + parts[3].substring(name.length() + 1, name.length() + 21)
                + ".json";
    }

    private static List<String> lines(ArchiveCase archive, String key) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(get(archive, key)))) {
            return new ArrayList<>(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)
                    .lines()
                    .toList());
        }
    }

    private static byte[] pack(List<String> lines) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            for (String line : lines) {
                gzip.write((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return out.toByteArray();
    }

    private static byte[] get(ArchiveCase archive, String key) {
        return stack.s3()
                .getObjectAsBytes(get -> get.bucket(archive.bucket()).key(key))
                .asByteArray();
    }

    private static void put(ArchiveCase archive, String key, byte[] bytes) {
        stack.s3().putObject(put -> put.bucket(archive.bucket()).key(key), RequestBody.fromBytes(bytes));
    }

    private static void delete(ArchiveCase archive, String key) {
        stack.s3().deleteObject(delete -> delete.bucket(archive.bucket()).key(key));
    }
}

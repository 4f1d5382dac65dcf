package dev.daybook.events;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The reference data beside the repository, {@code ../shared/data}; a bare clone has none, and skips what needs it. */
final class SharedData {
    private SharedData() {}

    static Path folder(String name) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path folder = at.resolve("shared/data").resolve(name);
            if (Files.isDirectory(folder)) {
                return folder;
            }
        }
        assumeTrue(false, "skipped: no shared/data/" + name + " beside the repository");
        throw new AssertionError("unreachable");
    }

    static List<Path> files(String name) {
        try (Stream<Path> files = Files.list(folder(name))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<byte[]> lines(String gzip) {
        Path file = folder(Path.of(gzip).getParent().toString())
                .resolve(Path.of(gzip).getFileName());
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .map(line -> line.getBytes(StandardCharsets.UTF_8))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

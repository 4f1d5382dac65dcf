package dev.daybook.report;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The reference data beside the repository, {@code ../shared/data}; a bare clone has none, and skips what needs it. */
public final class SharedData {
    private SharedData() {}

    public static Path folder(String name) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path folder = at.resolve("shared/data").resolve(name);
            if (Files.isDirectory(folder)) {
                return folder;
            }
        }
        assumeTrue(false, "skipped: no shared/data/" + name + " beside the repository");
        throw new AssertionError("unreachable");
    }
}

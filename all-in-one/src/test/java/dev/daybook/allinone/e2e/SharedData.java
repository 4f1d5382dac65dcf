package dev.daybook.allinone.e2e;

import java.nio.file.Files;
import java.nio.file.Path;

/** The reference data beside the checkout, in {@code ../shared/data}; tests that need it are skipped where it is absent. */
public final class SharedData {
    private SharedData() {}

    public static Path folder() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isRegularFile(at.resolve("mvnw"))) {
                return at.resolveSibling("shared").resolve("data");
            }
        }
        throw new IllegalStateException("the tests run outside of the checkout");
    }
}

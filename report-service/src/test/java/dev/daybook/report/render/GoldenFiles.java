package dev.daybook.report.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files in src/test/resources/golden that what is rendered must equal byte by byte. Run with {@code -Dgolden.write=true}, the
 * tests write them instead; the difference is then read in the version control before it is committed.
 */
final class GoldenFiles {
    private static final Path FOLDER = Path.of("src/test/resources/golden");
    private static final boolean WRITE = Boolean.getBoolean("golden.write");

    private GoldenFiles() {}

    static void check(String name, byte[] rendered) throws IOException {
        Path golden = FOLDER.resolve(name);
        if (WRITE) {
            Files.createDirectories(golden.getParent());
            Files.write(golden, rendered);
            return;
        }
        assertThat(golden).as("golden file; -Dgolden.write=true writes it").exists();
        byte[] expected = Files.readAllBytes(golden);
        assertThat(new String(rendered, StandardCharsets.UTF_8))
                .as(name)
                .isEqualTo(new String(expected, StandardCharsets.UTF_8));
        assertThat(rendered).as(name).isEqualTo(expected);
    }
}

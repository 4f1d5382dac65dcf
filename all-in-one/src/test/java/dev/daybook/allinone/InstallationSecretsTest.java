package dev.daybook.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.service.http.Access;
import dev.daybook.service.http.ApiKeys;
import dev.daybook.service.settings.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationSecretsTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void servicesKnowTheKeysThatItMade() throws IOException {
        assertThat(run()).isZero();

        ApiKeys keys = ApiKeys.load(
                folder.resolve("services/api-keys.json"),
                secret("services/api-key-pepper"),
                secret("services/service-api-key"));
        assertThat(keys.caller(secret("operator/api-key").reveal())
                        .orElseThrow()
                        .may())
                .containsExactlyInAnyOrder(Access.WRITE, Access.READ, Access.OPERATE);
        assertThat(keys.caller(secret("metrics/api-key").reveal()).orElseThrow().may())
                .containsExactly(Access.READ);
    }

    @Test
    void leavesWhatStands_whenRunAgain() throws IOException {
        run();
        Map<String, String> before = files();

        assertThat(run()).isZero();

        assertThat(files()).isEqualTo(before).hasSize(8);
    }

    @Test
    void printsTheOperatorsKeyAndNothingElse() throws IOException {
        run();
        out.reset();

        assertThat(run("api-key")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8).strip())
                .isEqualTo(secret("operator/api-key").reveal());
    }

    @Test
    void showsNoSecret_whenItMakesThem() throws IOException {
        run();

        String shown = out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
        assertThat(files().values()).noneMatch(shown::contains);
    }

    @Test
    void refusesAnotherArgument() {
        assertThat(run("keys")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("api-key");
    }

    private int run(String... arguments) {
        return InstallationSecrets.run(
                List.of(arguments),
                Map.of("SECRETS_DIR", folder.toString()),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private Secret secret(String file) throws IOException {
        return new Secret(Files.readString(folder.resolve(file)).strip());
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(Files::isRegularFile)
                    .forEach(file -> contents.put(folder.relativize(file).toString(), read(file)));
        }
        return contents;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.daybook.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Expands overlays with whichever is installed: {@code kustomize}, or a kubectl that is new enough to have one of its own. */
final class Kubectl {
    /** Kustomize reads {@code resources} that are folders from 2.1 on, {@code labels} from 4.1; kubectl has that since 1.22. */
    private static final int FIRST_MINOR = 22;

    private static final Pattern MINOR = Pattern.compile("GitVersion:\"v1\\.(\\d+)|gitVersion: v1\\.(\\d+)");
    private static final long LIMIT_SECONDS = 60;

    /** What a program said. */
    private record Answer(int status, String out, String err) {}

    private Kubectl() {}

    /** Why overlays can't be expanded here; empty where they can. */
    static Optional<String> missing() throws InterruptedException {
        return command().isPresent()
                ? Optional.empty()
                : Optional.of(
                        "neither kustomize nor kubectl 1." + FIRST_MINOR
                                + " or newer is installed: overlays are not expanded, the base and the patches are checked as they stand");
    }

    /** All objects of the folder as YAML, or empty where nothing here can expand it. */
    static Optional<String> kustomize(Path folder) throws IOException, InterruptedException {
        Optional<List<String>> command = command();
        if (command.isEmpty()) {
            return Optional.empty();
        }
        Answer answer = run(command.get().get(0), command.get().get(1), folder.toString());
        // What is deprecated today is gone in a later release.
        if (answer.status() != 0 || !answer.err().isBlank()) {
            throw new IOException(command.get() + " " + folder + " said: " + answer.err());
        }
        return Optional.of(answer.out());
    }

    private static Optional<List<String>> command() throws InterruptedException {
        try {
            if (run("kustomize", "version").status() == 0) {
                return Optional.of(List.of("kustomize", "build"));
            }
        } catch (IOException notInstalled) {
            // then kubectl
        }
        try {
            Matcher minor = MINOR.matcher(
                    run("kubectl", "version", "--client", "-o", "yaml").out());
            if (minor.find()
                    && Integer.parseInt(minor.group(1) == null ? minor.group(2) : minor.group(1)) >= FIRST_MINOR) {
                return Optional.of(List.of("kubectl", "kustomize"));
            }
        } catch (IOException notInstalled) {
            // then none
        }
        return Optional.empty();
    }

    private static Answer run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).start();
        CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
        String out = text(process.getInputStream());
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(command[0] + " took more than " + LIMIT_SECONDS + " s");
        }
        return new Answer(process.exitValue(), out, err.join());
    }

    private static String text(java.io.InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }
}

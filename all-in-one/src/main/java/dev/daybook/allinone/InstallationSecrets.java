package dev.daybook.allinone;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybook.service.Json;
import dev.daybook.service.http.ApiKeys;
import dev.daybook.service.settings.Secret;
import dev.daybook.service.settings.Setting;
import dev.daybook.service.settings.Settings;
import dev.daybook.service.settings.WrongSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Makes the secrets of an installation that has no other source of them, each once, in a folder for each kind of reader: mount a
 * folder only where its secrets are needed, its files may be read by whoever sees them. {@code api-key} as the argument prints
 * the operator's key instead. Exit status 0: done; 1: the folder can't be written or read; 2: wrong settings or argument.
 */
public final class InstallationSecrets {
    private static final Setting<Path> FOLDER = Setting.path(
                    "SECRETS_DIR", "Where the secrets of an installation are made, a folder for each kind of reader.")
            .withDefault("/var/lib/daybook/secrets");
    public static final List<Setting<?>> ALL = List.of(FOLDER);

    private static final int PEPPER_BYTES = 32;
    private static final int PASSWORD_BYTES = 24;
    private static final int ACCESS_KEY_BYTES = 8;
    private static final int SECRET_KEY_BYTES = 20;
    private static final int EXIT_FAILED = 1;
    private static final int EXIT_USAGE = 2;

    private final Path folder;

    private InstallationSecrets(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.getenv(), System.out, System.err));
    }

    static int run(List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
        try {
            Settings settings = Settings.of(environment);
            InstallationSecrets secrets = new InstallationSecrets(settings.get(FOLDER));
            settings.throwIfWrong();
            if (arguments.isEmpty()) {
                secrets.make();
                out.println("The secrets stand in " + secrets.folder);
                return 0;
            }
            if (arguments.equals(List.of("api-key"))) {
                out.println(Files.readString(secrets.apiKey("operator")));
                return 0;
            }
            err.println("secrets: the only argument is api-key, which prints the operator's key");
            return EXIT_USAGE;
        } catch (WrongSettings wrong) {
            wrong.errors().forEach(error -> err.println("secrets: " + error));
            return EXIT_USAGE;
        } catch (IOException failed) {
            err.println("secrets: " + failed);
            return EXIT_FAILED;
        }
    }

    private Path apiKey(String reader) {
        return folder.resolve(reader).resolve("api-key");
    }

    private void make() throws IOException {
        Path services = folder.resolve("services");
        Secret pepper = kept(services.resolve("api-key-pepper"), Secrets.randomHex(PEPPER_BYTES));
        kept(services.resolve("service-api-key"), ApiKeys.generate().reveal());
        Secret operator = kept(apiKey("operator"), ApiKeys.generate().reveal());
        Secret metrics = kept(apiKey("metrics"), ApiKeys.generate().reveal());
        write(services.resolve("api-keys.json"), keyFile(pepper, operator, metrics));
        kept(folder.resolve("database").resolve("password"), Secrets.randomHex(PASSWORD_BYTES));
        Path aws = folder.resolve("aws");
        kept(
                aws.resolve("access-key-id"),
                "AKIA" + Secrets.randomHex(ACCESS_KEY_BYTES).toUpperCase(Locale.ROOT));
        kept(aws.resolve("secret-access-key"), Secrets.randomHex(SECRET_KEY_BYTES));
    }

    private static String keyFile(Secret pepper, Secret operator, Secret metrics) {
        ObjectNode root = Json.MAPPER.createObjectNode();
        ArrayNode keys = root.putArray("keys");
        ObjectNode forOperator = keys.addObject();
        forOperator.put("id", "operator").put("hash", ApiKeys.hash(pepper, operator.reveal()));
        forOperator.putArray("may").add("write").add("read").add("operate");
        ObjectNode forMetrics = keys.addObject();
        forMetrics.put("id", "metrics").put("hash", ApiKeys.hash(pepper, metrics.reveal()));
        forMetrics.putArray("may").add("read");
        return root.toPrettyString() + "\n";
    }

    private static Secret kept(Path file, String fresh) throws IOException {
        if (!Files.exists(file)) {
            write(file, fresh);
        }
        return new Secret(Files.readString(file).strip());
    }

    /** Whole or not at all; readable by all, since each container has a user of its own. */
    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.deleteIfExists(next);
        Files.writeString(next, text);
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("r--r--r--"));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}

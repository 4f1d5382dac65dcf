package dev.daybook.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of settings says what the code does, and every other place that names a setting names one that there is. */
class SettingsDocumentTest {
    /** {@code -Dwrite=true} writes the page in place of checking it. */
    private static final boolean WRITE = Boolean.getBoolean("write");

    private static final Pattern DECLARED = Pattern.compile(
            "(?:Setting\\.\\w+|ShopQuery\\.setting|new Setting<[^(]*>|oneOf)\\(\\s*\"([A-Za-z][A-Za-z0-9_]+)\"");
    private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`");
    /** In backticks and capitals, but no settings: states, conditions, and what other programs read. */
    private static final Set<String> NOT_SETTINGS = Set.of(
            "JAVA_HOME",
            "JAVA_OPTS",
            "NAME_FILE",
            "PLAIN_TEXT",
            "NOT_SENT",
            "NOT_RECONCILED",
            "LEAVE_GROUP",
            // Of the script that builds the images, and of docker-compose.
            "IMAGE_PREFIX",
            "IMAGE_TAG",
            "JRE_IMAGE",
            "KAFKA_IMAGE",
            "MARIADB_IMAGE",
            "PROMETHEUS_IMAGE",
            "GRAFANA_IMAGE",
            // Read by the examples of producers, which run outside of Daybook.
            "EVENTS_URL",
            "EVENTS_KEY");

    @Test
    void pageIsWhatTheCodeSays() throws IOException {
        Path page = Checkout.root().resolve("docs/settings.md");
        String text = SettingsDocument.text();
        if (WRITE) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, text);
        }
        List<String> written = Files.readAllLines(page);
        List<String> wanted = text.lines().toList();
        assertThat(differences(written, wanted))
                .as("docs/settings.md differs from the code; ./mvnw -pl all-in-one -am test -Dtest=SettingsDocumentTest"
                        + " -Dwrite=true -Dsurefire.failIfNoSpecifiedTests=false writes it again")
                .isEmpty();
    }

    @Test
    void differencesNameTheLines_whenThePageIsOld() {
        assertThat(differences(List.of("a", "b", "old"), List.of("a", "new", "b")))
                .containsExactly("line 3 is not of the code: old", "line 2 is missing: new");
    }

    private static List<String> differences(List<String> written, List<String> wanted) {
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            if (!wanted.contains(written.get(i))) {
                differences.add("line " + (i + 1) + " is not of the code: " + written.get(i));
            }
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!written.contains(wanted.get(i))) {
                differences.add("line " + (i + 1) + " is missing: " + wanted.get(i));
            }
        }
        if (differences.isEmpty() && !written.equals(wanted)) {
            differences.add("the lines stand in another order");
        }
        return differences;
    }

    @Test
    void everyDeclaredSettingIsOnThePage() throws IOException {
        String page = SettingsDocument.text();
        Set<String> missing = new TreeSet<>();
        int declared = 0;
        for (Path file : sources()) {
            Matcher setting = DECLARED.matcher(Files.readString(file));
            while (setting.find()) {
                declared++;
                if (!page.contains("| `" + setting.group(1) + "` |")) {
                    missing.add(file.getFileName() + ": " + setting.group(1));
                }
            }
        }
        assertThat(declared).isGreaterThan(70);
        assertThat(missing).as("declared, but no program reads it").isEmpty();
    }

    @Test
    void everySettingThatADocumentNamesExists() throws IOException {
        Set<String> known = Stream.of(Programs.values())
                .flatMap(program -> program.reads().stream())
                .map(setting -> setting.name())
                .collect(Collectors.toSet());
        Set<String> unknown = new TreeSet<>();
        int named = 0;
        for (Path document : Checkout.documents()) {
            Matcher name = NAMED.matcher(Files.readString(document));
            while (name.find()) {
                String setting = name.group(1).replaceFirst("_FILE$", "");
                boolean isKnown = known.contains(name.group(1))
                        || known.contains(setting)
                        || name.group(1).startsWith("KAFKA_CONFIG_")
                        || NOT_SETTINGS.contains(name.group(1));
                named++;
                if (!isKnown) {
                    unknown.add(document.getFileName() + ": " + name.group(1));
                }
            }
        }
        assertThat(named).isGreaterThan(40);
        assertThat(unknown).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Checkout.root())) {
            return files.filter(file -> file.toString().contains("/src/main/java/")
                            && file.toString().endsWith(".java"))
                    .toList();
        }
    }
}

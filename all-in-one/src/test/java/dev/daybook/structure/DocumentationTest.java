package dev.daybook.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents name has to exist. */
class DocumentationTest {
    /** A name in backticks that looks like a Java type: {@code `DailyFold`}, {@code `Report.compile`}, {@code `Event.Content`}. */
    private static final Pattern TYPE =
            Pattern.compile("`([A-Z][a-z]+[A-Za-z]*[a-z][A-Za-z]*)(?:\\.[A-Za-z]+(?:\\(\\))?)?`");
    /** Capitalised words in backticks that are not ours. */
    private static final Set<String> NOT_TYPES = Set.of("Clock", "LogAppendTime");

    @Test
    void everyTypeThatTheDocumentsNameExists() throws IOException {
        Path root = Checkout.root();
        Set<String> types;
        try (Stream<Path> files = Files.walk(root)) {
            types = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
        Set<String> missing = new TreeSet<>();
        int named = 0;
        for (Path document : Checkout.documents()) {
            Matcher name = TYPE.matcher(Files.readString(document));
            while (name.find()) {
                named++;
                if (!types.contains(name.group(1)) && !NOT_TYPES.contains(name.group(1))) {
                    missing.add(document.getFileName() + ": " + name.group(1));
                }
            }
        }
        assertThat(named).isGreaterThan(30);
        assertThat(missing).isEmpty();
    }

    @Test
    void startScriptNamesEveryCommand() throws IOException {
        String script = Files.readString(Checkout.root().resolve("daybook"));
        String commands =
                Files.readString(Checkout.root().resolve("all-in-one/src/main/java/dev/daybook/allinone/Daybook.java"));
        Matcher command =
                Pattern.compile("name = \"([a-z]+)\",\n\\s+description").matcher(commands);
        int found = 0;
        while (command.find()) {
            found++;
            assertThat(script).contains(command.group(1));
        }
        assertThat(found).isGreaterThanOrEqualTo(3);
    }
}

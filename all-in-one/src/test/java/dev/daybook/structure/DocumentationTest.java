package dev.daybook.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents name has to exist, and a table of theirs has to be one. */
class DocumentationTest {
    /** A name in backticks that looks like a Java type: {@code `DailyFold`}, {@code `Report.compile`}, {@code `Event.Content`}. */
    private static final Pattern TYPE =
            Pattern.compile("`([A-Z][a-z]+[A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:\\.([A-Za-z_]+)(?:\\(\\))?)?`");
    /** Capitalised words in backticks that are not ours. */
    private static final Set<String> NOT_TYPES = Set.of("Clock", "LogAppendTime");

    private static final Pattern MAIN_CLASS = Pattern.compile("dev\\.daybook(?:\\.[a-z]+)+\\.[A-Z]\\w+");
    private static final Pattern PATH = Pattern.compile("`(?:\\./)?((?:deploy|docs|\\.ci)/[\\w./-]+)");
    private static final Pattern LINK = Pattern.compile("]\\(([^):]+?)(?:#([^)]+))?\\)");
    private static final Pattern TABLE_RULE = Pattern.compile("\\|(?:-+\\|)+");
    private static final Pattern COMMAND = Pattern.compile("@Command\\(\\s*name = \"([a-z-]+)\"");

    @Test
    void everyTypeThatTheDocumentsNameExists() throws IOException {
        Map<String, String> types = types();
        Set<String> missing = new TreeSet<>();
        int named = 0;
        for (Path document : Checkout.documents()) {
            Matcher name = TYPE.matcher(Files.readString(document));
            while (name.find()) {
                named++;
                String type = name.group(1);
                String text = NOT_TYPES.contains(type) ? name.group() : types.get(type);
                if (text == null || name.group(2) != null && !text.contains(name.group(2))) {
                    missing.add(document.getFileName() + ": " + name.group());
                }
            }
        }
        assertThat(named).isGreaterThan(30);
        assertThat(missing).isEmpty();
    }

    /** The text of each type's file, of all of them where several have the name. */
    private static Map<String, String> types() throws IOException {
        List<Path> sources;
        try (Stream<Path> files = Files.walk(Checkout.root())) {
            sources = files.filter(file -> file.toString().endsWith(".java")).toList();
        }
        Map<String, String> types = new HashMap<>();
        for (Path source : sources) {
            types.merge(
                    source.getFileName().toString().replaceFirst("\\.java$", ""),
                    Files.readString(source),
                    String::concat);
        }
        return types;
    }

    @Test
    void everyMainClassAndPathThatTheDocumentsNameExists() throws IOException {
        Set<String> sources;
        try (Stream<Path> files = Files.walk(Checkout.root())) {
            sources = files.map(Path::toString)
                    .filter(file -> file.contains("/src/main/java/"))
                    .map(file -> file.replaceFirst(".*/src/main/java/", "")
                            .replaceFirst("\\.java$", "")
                            .replace('/', '.'))
                    .collect(Collectors.toSet());
        }
        Set<String> missing = new TreeSet<>();
        for (Path document : Checkout.documents()) {
            String text = Files.readString(document);
            MAIN_CLASS
                    .matcher(text)
                    .results()
                    .map(MatchResult::group)
                    .filter(name -> !sources.contains(name))
                    .forEach(missing::add);
            PATH.matcher(text)
                    .results()
                    .map(path -> path.group(1))
                    .filter(path -> !Files.exists(Checkout.root().resolve(path)))
                    .forEach(missing::add);
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path document : Checkout.documents()) {
            Matcher link = LINK.matcher(Files.readString(document));
            while (link.find()) {
                links++;
                Path target = document.resolveSibling(link.group(1));
                if (!Files.exists(target)
                        || link.group(2) != null && !headings(target).contains(link.group(2))) {
                    broken.add(document.getFileName() + ": " + link.group());
                }
            }
        }
        assertThat(links).isGreaterThan(5);
        assertThat(broken).isEmpty();
    }

    /** As links name them. */
    private static Set<String> headings(Path document) throws IOException {
        return Files.readAllLines(document).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 -]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    /** A row behind a blank line is shown as the text that it is. */
    @Test
    void everyRowStandsInATable() throws IOException {
        List<String> loose = new ArrayList<>();
        for (Path document : Checkout.documents()) {
            List<String> lines = Files.readAllLines(document);
            for (int i = 1; i < lines.size(); i++) {
                boolean isFirst =
                        lines.get(i).startsWith("|") && !lines.get(i - 1).startsWith("|");
                if (isFirst && !TABLE_RULE.matcher(lines.get(i + 1)).matches()) {
                    loose.add(document.getFileName() + ":" + (i + 1) + ": " + lines.get(i));
                }
            }
        }
        assertThat(loose).isEmpty();
    }

    @Test
    void startScriptAndReadmeNameEveryCommand() throws IOException {
        Set<String> commands = commands("Daybook", "Inspect", "ReportCommand");
        commands.remove("daybook");
        assertThat(commands).contains("demo", "up", "verify", "explain", "archive", "report", "clean");
        for (String page : List.of("daybook", "README.md")) {
            String text = Files.readString(Checkout.root().resolve(page));
            assertThat(commands)
                    .allSatisfy(command -> assertThat(text).as(page).containsPattern("\\./daybook " + command + "\\b"));
        }
    }

    @Test
    void pageOfReportsNamesEveryCommandOnThem() throws IOException {
        String page = Files.readString(Checkout.root().resolve("docs/reports.md"));
        assertThat(commands("ReportReading", "ReportDoing"))
                .hasSizeGreaterThan(8)
                .allSatisfy(command -> assertThat(page).containsPattern("`" + command + "\\b"));
    }

    private static Set<String> commands(String... classes) throws IOException {
        Set<String> commands = new TreeSet<>();
        for (String name : classes) {
            Path source = Checkout.root().resolve("all-in-one/src/main/java/dev/daybook/allinone/" + name + ".java");
            COMMAND.matcher(Files.readString(source))
                    .results()
                    .map(match -> match.group(1))
                    .forEach(commands::add);
        }
        return commands;
    }
}

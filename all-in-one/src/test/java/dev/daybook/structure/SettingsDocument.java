package dev.daybook.structure;

import dev.daybook.service.settings.Setting;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code docs/settings.md} as the code has it. */
final class SettingsDocument {
    private static final String HEAD = """
            # Settings

            Environment variables only. Made from the code by `SettingsDocumentTest`, which fails where this page and the code
            differ; CONTRIBUTING.md says how to write it again.

            - At start a program lists everything that is wrong with its settings, and exits with status 2. An empty value counts as
              not set. A name that begins like Daybook's own (`INGEST_`, `ARCHIVE_`, `PROCESSOR_`, `REPORT_`, `SHOP_DB_`, `DAYBOOK_`)
              and is none of its settings is refused.
            - *required*: the program doesn't start without it. *secret*: shown nowhere, and can be given as a file through
              `NAME_FILE`, which names it.
            - `KAFKA_CONFIG_*` sets any property of the Kafka clients, for every program that has `KAFKA_BOOTSTRAP_SERVERS`:
              `KAFKA_CONFIG_SECURITY_PROTOCOL` is `security.protocol`. Those that a 202 depends on can't be set.
            - The all-in-one reads the three services' settings too, and sets by itself what leads to its own broker, database, S3 and
              SNS; its section lists what it has besides, or with another default.
            """;

    /** Settings that differ in anything but who reads them have rows of their own. */
    private record Row(String name, String type, String defaultText, boolean required, boolean secret, String text) {
        static Row of(Setting<?> setting) {
            return new Row(
                    setting.name(),
                    setting.type(),
                    setting.defaultText(),
                    setting.required(),
                    setting.secret(),
                    setting.description());
        }
    }

    /** In the order of the page. */
    private enum Section {
        SHARED("Read by several programs"),
        INGEST("Ingest service"),
        PROCESSOR("Processor service"),
        REPORT("Report service"),
        SETUP("Steps before the first start"),
        AWS_STAND_IN("AWS stand-in"),
        VERIFY("`verify` and `explain`"),
        ALL_IN_ONE("All-in-one");

        private final String title;

        Section(String title) {
            this.title = title;
        }

        static Section of(Set<Programs> readers) {
            if (EnumSet.of(Programs.INGEST_API, Programs.INGEST_ARCHIVE).containsAll(readers)) {
                return INGEST;
            }
            if (readers.size() == 2 && readers.containsAll(EnumSet.of(Programs.REPORT, Programs.LEDGER_SCHEMA))) {
                return REPORT;
            }
            if (readers.size() > 1) {
                return SHARED;
            }
            return switch (readers.iterator().next()) {
                case INGEST_API, INGEST_ARCHIVE -> INGEST;
                case PROCESSOR -> PROCESSOR;
                case REPORT -> REPORT;
                case TOPICS, LEDGER_SCHEMA, SECRETS -> SETUP;
                case AWS_STAND_IN -> AWS_STAND_IN;
                case VERIFY -> VERIFY;
                case ALL_IN_ONE -> ALL_IN_ONE;
            };
        }
    }

    private SettingsDocument() {}

    static String text() {
        return text(readers());
    }

    private static Map<Row, Set<Programs>> readers() {
        Map<Row, Set<Programs>> readers = new LinkedHashMap<>();
        for (Programs program : Programs.values()) {
            for (Setting<?> setting : program.reads()) {
                readers.computeIfAbsent(Row.of(setting), first -> EnumSet.noneOf(Programs.class))
                        .add(program);
            }
        }
        return readers;
    }

    private static String text(Map<Row, Set<Programs>> readers) {
        StringBuilder page = new StringBuilder(HEAD);
        for (Section section : Section.values()) {
            page.append("\n## ").append(section.title).append("\n\n");
            page.append("| setting | read by | takes | default | what it does |\n|---|---|---|---|---|\n");
            readers.entrySet().stream()
                    .filter(row -> Section.of(row.getValue()) == section)
                    .sorted(Comparator.comparing(row -> row.getKey().name()))
                    .forEach(row -> page.append(line(row.getKey(), row.getValue())));
        }
        return page.toString();
    }

    private static String line(Row row, Collection<Programs> readers) {
        return "| "
                + String.join(
                                " | ",
                                List.of("`" + row.name() + "`", shown(readers), row.type(), value(row), row.text()))
                        .replace("\n", " ")
                + " |\n";
    }

    private static String shown(Collection<Programs> readers) {
        return readers.stream()
                .map(Programs::shown)
                .collect(Collectors.joining(", "))
                .replace("ingest (api), ingest (archive)", "ingest");
    }

    private static String value(Row row) {
        String value = row.required() ? "*required*" : row.defaultText() == null ? "" : code(row.defaultText());
        return row.secret() ? (value + " *secret*").strip() : value;
    }

    /** A query goes over several lines, and has backticks of its own. */
    private static String code(String text) {
        String line = text.replaceAll("\\s+", " ").replace("|", "\\|");
        return line.contains("`") ? "`` " + line + " ``" : "`" + line + "`";
    }
}

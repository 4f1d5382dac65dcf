package dev.daybook.structure;

import dev.daybook.allinone.AllInOneConfig;
import dev.daybook.allinone.InstallationSecrets;
import dev.daybook.allinone.LocalAwsConfig;
import dev.daybook.ingest.IngestConfig;
import dev.daybook.ingest.TopicsCommand;
import dev.daybook.processor.ProcessorConfig;
import dev.daybook.processor.verify.VerifyConfig;
import dev.daybook.report.LedgerSchemaCommand;
import dev.daybook.report.ReportConfig;
import dev.daybook.service.kafka.KafkaConnection;
import dev.daybook.service.settings.CommonSettings;
import dev.daybook.service.settings.Setting;
import dev.daybook.service.settings.Settings;
import dev.daybook.service.settings.WrongSettings;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Daybook's programs with what each reads from its environment, found out by having each read it: so neither the table of
 * settings nor the check of the manifests depends on a list that somebody has to keep.
 */
public enum Programs {
    INGEST_API("ingest (api)", Map.of("INGEST_ROLES", "api"), IngestConfig::from),
    INGEST_ARCHIVE("ingest (archive)", Map.of("INGEST_ROLES", "archive"), IngestConfig::from),
    PROCESSOR("processor", Map.of(), ProcessorConfig::from),
    REPORT("report", Map.of("SHOP_DB_URL", "jdbc:mariadb://localhost:3306/shop"), ReportConfig::from),
    TOPICS("topics", Map.of(), Programs::topics),
    LEDGER_SCHEMA("ledger schema", Map.of(), LedgerSchemaCommand::access),
    AWS_STAND_IN("AWS stand-in", Map.of(), LocalAwsConfig::from),
    SECRETS("secrets", Map.of(), Programs::secrets),
    VERIFY("verify, explain", Map.of(), VerifyConfig::from),
    ALL_IN_ONE("all-in-one", Map.of(), AllInOneConfig::from);

    private final String shown;
    private final Map<String, String> conditions;
    private final Function<Settings, ?> reader;

    /**
     * A program.
     *
     * @param conditions settings that make it read others
     */
    Programs(String shown, Map<String, String> conditions, Function<Settings, ?> reader) {
        this.shown = shown;
        this.conditions = conditions;
        this.reader = reader;
    }

    private static Settings topics(Settings settings) {
        KafkaConnection.from(settings);
        settings.get(CommonSettings.TOPIC_PREFIX);
        TopicsCommand.SETTINGS.forEach(settings::get);
        settings.refuseUnknown("TOPIC_", TopicsCommand.SETTINGS);
        settings.throwIfWrong();
        return settings;
    }

    private static Settings secrets(Settings settings) {
        InstallationSecrets.ALL.forEach(settings::get);
        settings.throwIfWrong();
        return settings;
    }

    /** As people call it. */
    public String shown() {
        return shown;
    }

    /** Every setting that it looks at, in the order in which it does. */
    public Collection<Setting<?>> reads() {
        Settings settings = Settings.of(conditions);
        try {
            reader.apply(settings);
        } catch (WrongSettings required) {
            // Each reads all of its settings before it complains of those that are missing.
        }
        Map<String, Setting<?>> all = new LinkedHashMap<>();
        settings.asked().forEach(setting -> all.put(setting.name(), setting));
        CommonSettings.LOGGING.forEach(setting -> all.put(setting.name(), setting));
        return all.values();
    }

    /** What it finds wrong with an environment, a line each; nothing where it would start with it. */
    public List<String> wrongWith(Map<String, String> environment) {
        Settings settings = Settings.of(new HashMap<>(environment));
        CommonSettings.LOGGING.forEach(settings::get);
        try {
            reader.apply(settings);
            return settings.errors();
        } catch (WrongSettings wrong) {
            return wrong.errors();
        }
    }
}

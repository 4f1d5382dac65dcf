package dev.daybook.processor.verify;

import dev.daybook.events.Topics;
import dev.daybook.events.archive.ArchivedTopic;
import dev.daybook.processor.ProcessorConfig;
import dev.daybook.service.objects.ObjectStoreAccess;
import dev.daybook.service.settings.CommonSettings;
import dev.daybook.service.settings.Secret;
import dev.daybook.service.settings.Setting;
import dev.daybook.service.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What {@code verify} and {@code explain} run with.
 *
 * @param processor empty where there is no live state to compare with
 * @param archiveWait how long the archive may take to reach what the live state has counted
 */
public record VerifyConfig(
        ObjectStoreAccess access,
        String rawBucket,
        String reportBucket,
        List<ArchivedTopic> topics,
        Duration dedupWindow,
        Optional<Processor> processor,
        Duration archiveWait) {

    /** Where the processor is, and the key that it knows Daybook's services by. */
    public record Processor(URI url, Secret serviceKey) {}

    /** The services' own settings; here their absence means something else, or nothing. */
    private static final Setting<String> REPORT_BUCKET = Setting.text(
                    "REPORT_BUCKET", "The S3 bucket that keeps the reports.")
            .asRequired();

    private static final Setting<URI> PROCESSOR_URL =
            Setting.uri("PROCESSOR_URL", "Where the processor is; without it nothing is compared with the live state.");
    private static final Setting<Secret> SERVICE_API_KEY =
            Setting.secret("SERVICE_API_KEY", "The key that Daybook's services show each other.");
    private static final Setting<Duration> ARCHIVE_WAIT = Setting.duration(
                    "VERIFY_ARCHIVE_WAIT",
                    Duration.ZERO,
                    Duration.ofHours(1),
                    "How long the archive may take to reach what the live state has counted; past ARCHIVE_FLUSH_AFTER.")
            .withDefault("60s");

    /**
     * Reads the environment.
     *
     * @throws dev.daybook.service.settings.WrongSettings with everything that is wrong with it
     */
    public static VerifyConfig from(Settings settings) {
        settings.refuseUnknown("VERIFY_", List.of(ARCHIVE_WAIT));
        Optional<URI> url = settings.find(PROCESSOR_URL);
        Optional<Secret> key = settings.find(SERVICE_API_KEY);
        if (url.isPresent() && key.isEmpty()) {
            settings.wrong("SERVICE_API_KEY is not set: the processor at PROCESSOR_URL answers to it alone");
        }
        VerifyConfig config = new VerifyConfig(
                ObjectStoreAccess.from(settings),
                settings.get(CommonSettings.RAW_BUCKET),
                settings.get(REPORT_BUCKET),
                ArchivedTopic.of(new Topics(settings.get(CommonSettings.TOPIC_PREFIX))),
                settings.get(ProcessorConfig.DEDUP_WINDOW),
                url.flatMap(at -> key.map(with -> new Processor(at, with))),
                settings.get(ARCHIVE_WAIT));
        settings.throwIfWrong();
        return config;
    }
}

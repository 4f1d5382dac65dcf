package dev.daybook.allinone;

import dev.daybook.allinone.aws.StandInCredentials;
import dev.daybook.service.settings.CommonSettings;
import dev.daybook.service.settings.Secret;
import dev.daybook.service.settings.Setting;
import dev.daybook.service.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the AWS stand-in is told where it runs as a process of its own.
 *
 * @param folder holds objects, topics and mails
 * @param credentials those it accepts; empty where it makes its own and keeps them in the folder
 * @param buckets that are to be there
 * @param subscriber the address that the report's mails go to
 */
public record LocalAwsConfig(
        Path folder,
        ListenAddress address,
        Optional<StandInCredentials> credentials,
        Set<String> buckets,
        String subscriber) {

    private static final Setting<Path> FOLDER = Setting.path(
                    "AWS_STAND_IN_DIR", "Where the AWS stand-in keeps objects, topics and mails.")
            .withDefault("/var/lib/daybook/aws");
    private static final Setting<Integer> PORT = Setting.port("AWS_PORT", 8083, "The port of S3, SNS and the inbox.");
    private static final Setting<String> REPORT_BUCKET = Setting.text(
                    "REPORT_BUCKET", "The S3 bucket that keeps the reports.")
            .asRequired();
    private static final Setting<String> SUBSCRIBER = Setting.text(
                    "DAYBOOK_SUBSCRIBER", "The e-mail address that the day's report is sent to.")
            .withDefault("owner@cafe.example");

    /** What it reads besides {@link CommonSettings#ALL}. */
    static final List<Setting<?>> ALL = List.of(FOLDER, PORT, REPORT_BUCKET, SUBSCRIBER);

    /**
     * Reads the environment.
     *
     * @throws dev.daybook.service.settings.WrongSettings with everything that is wrong with it
     */
    public static LocalAwsConfig from(Settings settings) {
        Optional<Secret> id = settings.find(CommonSettings.AWS_ACCESS_KEY_ID);
        Optional<Secret> secret = settings.find(CommonSettings.AWS_SECRET_ACCESS_KEY);
        if (id.isPresent() != secret.isPresent()) {
            settings.wrong("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY go together: set both, or neither");
        }
        Path folder = settings.get(FOLDER);
        ListenAddress address =
                new ListenAddress(settings.get(CommonSettings.BIND_ADDRESS), settings.get(PORT), PORT.name());
        Stream<String> buckets = Stream.of(settings.find(CommonSettings.RAW_BUCKET), settings.find(REPORT_BUCKET))
                .flatMap(Optional::stream);
        String subscriber = settings.get(SUBSCRIBER);
        settings.refuseUnknown("AWS_STAND_IN_", ALL);
        settings.throwIfWrong();
        return new LocalAwsConfig(
                folder,
                address,
                id.flatMap(key -> secret.map(value -> new StandInCredentials(key.reveal(), value.reveal()))),
                buckets.collect(Collectors.toUnmodifiableSet()),
                subscriber);
    }
}

package dev.daybook.ingest;

import dev.daybook.events.Topics;
import dev.daybook.service.kafka.KafkaConnection;
import dev.daybook.service.kafka.TopicCreation;
import dev.daybook.service.settings.CommonSettings;
import dev.daybook.service.settings.Setting;
import dev.daybook.service.settings.Settings;
import dev.daybook.service.settings.WrongSettings;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * The step before the first service of an installation starts: after it the topics stand with their settings. Run again it
 * changes nothing. Exit status 0: they stand; 1: the cluster refused or didn't answer; 2: wrong settings.
 */
public final class TopicsCommand {
    public static final Setting<Integer> PARTITIONS = Setting.integer(
                    "TOPIC_PARTITIONS",
                    1,
                    1_000,
                    "How many partitions the topics are created with; the count can't be changed later.")
            .withDefault(Integer.toString(Topics.DEFAULT_PARTITIONS));
    public static final Setting<Integer> REPLICATION_FACTOR = Setting.integer(
                    "TOPIC_REPLICATION_FACTOR",
                    1,
                    9,
                    "On how many brokers each partition of the topics lies; with two or more, two must have a record"
                            + " before it is acknowledged.")
            .withDefault("3");

    /** What the command reads besides {@link CommonSettings#ALL}. */
    public static final List<Setting<?>> SETTINGS = List.of(PARTITIONS, REPLICATION_FACTOR);

    private static final int EXIT_FAILED = 1;
    private static final int EXIT_WRONG_SETTINGS = 2;

    private TopicsCommand() {}

    public static void main(String[] arguments) {
        System.exit(run(System.getenv(), System.out, System.err));
    }

    static int run(Map<String, String> environment, PrintStream out, PrintStream err) {
        try {
            List<String> names = create(Settings.of(environment));
            out.println("These topics stand: " + String.join(", ", names));
            return 0;
        } catch (WrongSettings wrong) {
            wrong.errors().forEach(error -> err.println("topics: " + error));
            return EXIT_WRONG_SETTINGS;
        } catch (IllegalStateException | KafkaException failed) {
            err.println("topics: " + failed.getMessage());
            return EXIT_FAILED;
        }
    }

    private static List<String> create(Settings settings) {
        KafkaConnection kafka = KafkaConnection.from(settings);
        String prefix = settings.get(CommonSettings.TOPIC_PREFIX);
        int partitions = settings.get(PARTITIONS);
        short replicas = settings.get(REPLICATION_FACTOR).shortValue();
        settings.refuseUnknown("TOPIC_", SETTINGS);
        settings.throwIfWrong();
        var topics = new Topics(prefix).definitions(partitions, replicas);
        try (Admin admin = Admin.create(kafka.properties(Map.of()))) {
            TopicCreation.ensure(admin, topics);
        }
        return topics.stream().map(topic -> topic.name()).toList();
    }
}

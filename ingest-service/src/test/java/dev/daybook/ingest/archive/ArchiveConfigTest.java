package dev.daybook.ingest.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.service.settings.Settings;
import dev.daybook.service.settings.WrongSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArchiveConfigTest {
    private static final Map<String, String> LEAST =
            Map.of("KAFKA_BOOTSTRAP_SERVERS", "kafka:9092", "RAW_BUCKET", "raw", "TOPIC_PREFIX", "cafe");

    @Test
    void hasDefaultsForAllButTheBucket() {
        ArchiveConfig config = ArchiveConfig.from(Settings.of(LEAST));

        assertThat(config.limits()).isEqualTo(new ArchiveLimits(8 << 20, 200_000, Duration.ofSeconds(30), 64 << 20));
        assertThat(config.group()).isEqualTo("cafe.archive");
        assertThat(config.topics()).extracting(topic -> topic.name()).containsExactly("cafe.events", "cafe.rejected");
        assertThat(config.access().keyPair()).isEmpty();
    }

    @Test
    void readsWhatIsCommitted_fromWhereItSays_andMakesNoTopic_whateverTheOperatorSets() {
        Map<String, String> operators = new HashMap<>(LEAST);
        operators.putAll(Map.of(
                "KAFKA_CONFIG_ISOLATION_LEVEL", "read_uncommitted",
                "KAFKA_CONFIG_ENABLE_AUTO_COMMIT", "true",
                "KAFKA_CONFIG_AUTO_OFFSET_RESET", "latest",
                "KAFKA_CONFIG_ALLOW_AUTO_CREATE_TOPICS", "true",
                "KAFKA_CONFIG_GROUP_ID", "another",
                "KAFKA_CONFIG_MAX_POLL_RECORDS", "7"));

        assertThat(ArchiveConfig.from(Settings.of(operators))
                        .consumerProperties(Map.of("max.poll.records", 2_000, "fetch.max.bytes", 1)))
                .isEqualTo(Map.of(
                        "bootstrap.servers", "kafka:9092",
                        "isolation.level", "read_committed",
                        "enable.auto.commit", false,
                        "auto.offset.reset", "none",
                        "allow.auto.create.topics", false,
                        "group.id", "cafe.archive",
                        "max.poll.records", "7",
                        "fetch.max.bytes", 1));
    }

    @Test
    void namesEverythingThatIsWrong() {
        Settings settings = Settings.of(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", "kafka:9092",
                "ARCHIVE_FLUSH_AFTER", "0s",
                "AWS_ACCESS_KEY_ID", "AKIA"));
        ArchiveConfig.from(settings);

        assertThatThrownBy(settings::throwIfWrong)
                .isInstanceOfSatisfying(
                        WrongSettings.class,
                        wrong -> assertThat(wrong.errors())
                                .hasSize(3)
                                .anyMatch(error ->
                                        error.startsWith("ARCHIVE_FLUSH_AFTER must be a duration from 100ms to 1h"))
                                .anyMatch(error -> error.startsWith("RAW_BUCKET is not set"))
                                .contains(
                                        "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY go together: set both, or neither"));
    }

    @Test
    void leavesTemporaryCredentialsToTheSdk() {
        Map<String, String> temporary = new HashMap<>(LEAST);
        temporary.putAll(Map.of("AWS_ACCESS_KEY_ID", "A", "AWS_SECRET_ACCESS_KEY", "B"));
        assertThat(ArchiveConfig.from(Settings.of(temporary)).access().keyPair())
                .isPresent();

        temporary.put("AWS_SESSION_TOKEN", "C");
        assertThat(ArchiveConfig.from(Settings.of(temporary)).access().keyPair())
                .isEmpty();
    }

    @Test
    void theCommandEndsWithStatus2_whenItCannotRun() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        for (List<String> arguments : List.of(List.<String>of(), List.of("chekc"), List.of("check"))) {
            int status = ArchiveCommand.run(
                    arguments.toArray(String[]::new),
                    Settings.of(Map.of()),
                    new PrintStream(new ByteArrayOutputStream()),
                    new PrintStream(err));
            assertThat(status).isEqualTo(ArchiveCommand.COULD_NOT_RUN);
        }
        assertThat(err.toString()).contains("usage: archive check", "RAW_BUCKET is not set");
    }
}

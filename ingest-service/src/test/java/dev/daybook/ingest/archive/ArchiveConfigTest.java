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

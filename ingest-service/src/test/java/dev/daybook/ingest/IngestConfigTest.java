package dev.daybook.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.daybook.events.EventLimits;
import dev.daybook.service.settings.Settings;
import dev.daybook.service.settings.WrongSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IngestConfigTest {
    private static final Map<String, String> REQUIRED = Map.of(
            "API_KEYS_FILE", "/etc/daybook/keys.json",
            "API_KEY_PEPPER", "pepper",
            "SERVICE_API_KEY", "service-key",
            "KAFKA_BOOTSTRAP_SERVERS", "kafka:9092",
            "RAW_BUCKET", "raw");

    private static IngestConfig config(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(REQUIRED);
        environment.putAll(more);
        return IngestConfig.from(Settings.of(environment));
    }

    private static WrongSettings wrong(Map<String, String> more) {
        return catchThrowableOfType(WrongSettings.class, () -> config(more));
    }

    @Test
    void takesTheContractsLimits_whenNothingElseIsSet() {
        IngestConfig config = config(Map.of());

        assertThat(config.binding().port()).isEqualTo(8080);
        assertThat(config.binding().managementPort()).isEmpty();
        assertThat(config.http().maxBodyBytes()).isEqualTo(4 * 1024 * 1024);
        assertThat(config.events()).isEqualTo(EventLimits.DEFAULT);
        assertThat(config.topics().events().name()).isEqualTo("daybook.events");
        assertThat(config.zone().getId()).isEqualTo("UTC");
    }

    @Test
    void waitsLongerForKafkaThanKafkasOwnLimit() {
        assertThat(config(Map.of()).http().answerTimeout()).isGreaterThan(Duration.ofSeconds(8));
    }

    @Test
    void listsEverySettingThatIsWrong() {
        WrongSettings wrong = catchThrowableOfType(
                WrongSettings.class,
                () -> IngestConfig.from(Settings.of(Map.of(
                        "INGEST_PROT", "1",
                        "INGEST_MAX_EVENTS", "0",
                        "API_KEYS_FILE", "/etc/daybook/keys.json",
                        "API_KEY_PEPPER", "pepper",
                        "DEFAULT_TIME_ZONE", "Soho"))));

        assertThat(wrong.errors())
                .hasSize(6)
                .anyMatch(error -> error.startsWith("INGEST_PROT is not a setting; those are INGEST_BUFFER_BYTES, "))
                .anyMatch(error -> error.startsWith("INGEST_MAX_EVENTS must be"))
                .anyMatch(error -> error.startsWith("DEFAULT_TIME_ZONE must be"))
                .anyMatch(error -> error.startsWith("KAFKA_BOOTSTRAP_SERVERS is not set"))
                .anyMatch(error -> error.startsWith("RAW_BUCKET is not set"))
                .anyMatch(error -> error.startsWith("SERVICE_API_KEY is not set"));
    }

    @Test
    void refusesLimitsThatDontGoTogether() {
        WrongSettings wrong =
                wrong(Map.of("INGEST_MAX_BODY_BYTES", "8000000", "INGEST_MAX_IN_FLIGHT_BYTES", "7000000"));
        assertThat(wrong.errors())
                .containsExactly("INGEST_MAX_IN_FLIGHT_BYTES must not be less than INGEST_MAX_BODY_BYTES (8000000)");
        assertThat(wrong(Map.of("INGEST_MAX_BODY_BYTES", "500000")).errors())
                .containsExactly("INGEST_MAX_EVENT_BYTES must not be more than INGEST_MAX_BODY_BYTES (500000)");
        assertThat(wrong(Map.of("INGEST_BUFFER_BYTES", "1048576", "INGEST_MAX_EVENT_BYTES", "524289"))
                        .errors())
                .containsExactly("INGEST_BUFFER_BYTES must not be less than twice INGEST_MAX_EVENT_BYTES (524289)");
    }

    @Test
    void refusesKafkaSettings_whenAPromiseDependsOnThem() {
        WrongSettings wrong = wrong(Map.of(
                "KAFKA_CONFIG_ACKS", "1",
                "KAFKA_CONFIG_ENABLE_IDEMPOTENCE", "false",
                "KAFKA_CONFIG_COMPRESSION_TYPE", "zstd"));

        assertThat(wrong.errors())
                .containsExactly(
                        "KAFKA_CONFIG_ACKS can't be set: that a 202 means durable depends on it",
                        "KAFKA_CONFIG_ENABLE_IDEMPOTENCE can't be set: that a 202 means durable depends on it");
    }

    @Test
    void refusesKafkaSettings_whenKafkaKnowsNoSuchValue() {
        assertThat(wrong(Map.of("KAFKA_CONFIG_COMPRESSION_TYPE", "brotli")).errors())
                .singleElement()
                .asString()
                .startsWith("KAFKA_CONFIG_* is wrong: ")
                .contains("brotli", "compression.type");
    }

    @Test
    void showsNoSecret() {
        assertThat(config(Map.of()).toString()).doesNotContain("pepper").doesNotContain("service-key");
    }
}

package dev.daybook.service.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.daybook.service.kafka.KafkaConnection;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final Setting<Integer> PORT = Setting.port("X_PORT", 8080, "The port.");
    private static final Setting<Integer> COUNT = Setting.integer("X_COUNT", 1, 9, "How many.");
    private static final Setting<Duration> WAIT = Setting.duration(
                    "X_WAIT", Duration.ofMillis(250), Duration.ofDays(7), "How long.")
            .withDefault("8s");
    private static final Setting<Secret> PASSWORD =
            Setting.secret("X_PASSWORD", "The password.").asRequired();
    private static final List<Setting<?>> ALL = List.of(PORT, COUNT, WAIT, PASSWORD);

    @TempDir
    Path folder;

    private static List<String> errors(Settings settings) {
        WrongSettings wrong = catchThrowableOfType(WrongSettings.class, settings::throwIfWrong);
        return wrong == null ? List.of() : wrong.errors();
    }

    @Test
    void givesDefaults_whenNothingIsSet() {
        Settings settings = Settings.of(Map.of("X_COUNT", "  "));

        assertThat(settings.get(PORT)).isEqualTo(8080);
        assertThat(settings.get(WAIT)).isEqualTo(Duration.ofSeconds(8));
        assertThat(settings.find(COUNT)).isEmpty();
        assertThatCode(settings::throwIfWrong).doesNotThrowAnyException();
    }

    @Test
    void listsEveryError_whenSeveralSettingsAreWrong() {
        Settings settings = Settings.of(Map.of("X_PORT", "70000", "X_COUNT", "many", "X_PROT", "1"));
        settings.refuseUnknown("X_", ALL);
        ALL.forEach(settings::find);
        settings.wrong("X_PORT and X_COUNT don't go together");

        assertThat(errors(settings))
                .containsExactlyInAnyOrder(
                        "X_PROT is not a setting; those are X_COUNT, X_PASSWORD, X_PASSWORD_FILE, X_PORT, X_WAIT",
                        "X_PORT must be a whole number from 0 to 65535 (it is \"70000\")",
                        "X_COUNT must be a whole number from 1 to 9 (it is \"many\")",
                        "X_PASSWORD is not set: The password.",
                        "X_PORT and X_COUNT don't go together");
    }

    @Test
    void readsASecretFromItsFile() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "from-a-file\n");
        Settings settings = Settings.of(Map.of("X_PASSWORD_FILE", file.toString()));
        settings.refuseUnknown("X_", ALL);

        assertThat(settings.get(PASSWORD).reveal()).isEqualTo("from-a-file");
        assertThat(settings.shown()).containsEntry("X_PASSWORD", "***");
        assertThat(errors(settings)).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithASecret_withoutShowingIt() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "\n");
        Settings absent =
                Settings.of(Map.of("X_PASSWORD_FILE", folder.resolve("absent").toString()));
        Settings emptyFile = Settings.of(Map.of("X_PASSWORD_FILE", empty.toString()));
        Settings both = Settings.of(Map.of("X_PASSWORD_FILE", empty.toString(), "X_PASSWORD", "hunter2"));
        // Two parts may read one setting; what is wrong with it is said once.
        List.of(absent, emptyFile, both, absent, emptyFile, both).forEach(settings -> settings.find(PASSWORD));

        assertThat(errors(absent)).singleElement().asString().contains("X_PASSWORD_FILE", "can't be read", "absent");
        assertThat(errors(emptyFile)).singleElement().asString().contains("X_PASSWORD_FILE", "empty file");
        assertThat(errors(both)).singleElement().asString().contains("both set").doesNotContain("hunter2");
    }

    @Test
    void takesAFile_onlyForSecrets() {
        Settings settings = Settings.of(Map.of("X_PORT_FILE", "/etc/port"));
        settings.refuseUnknown("X_", ALL);

        assertThat(errors(settings)).singleElement().asString().startsWith("X_PORT_FILE is not a setting");
    }

    @ParameterizedTest
    @CsvSource({
        "250ms,PT0.25S",
        "8s,PT8S",
        "15m,PT15M",
        "2h,PT2H",
        "7d,PT168H",
        "1h30m,PT1H30M",
        "PT8S,PT8S",
        "P1D,PT24H"
    })
    void readsDurations(String text, String expected) {
        Settings settings = Settings.of(Map.of("X_WAIT", text));

        assertThat(settings.get(WAIT)).isEqualTo(Duration.parse(expected));
        assertThat(errors(settings)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "8 s", "-8s", "249ms", "8d", "ms", "d", "s", "soon", "99999999999999999999d", "1w"})
    void refusesWhatIsNoDurationInRange(String text) {
        Settings settings = Settings.of(Map.of("X_WAIT", text));
        settings.find(WAIT);

        assertThat(errors(settings))
                .containsExactly(
                        "X_WAIT must be a duration from 250ms to 7d, such as 250ms, 8s, 15m, 2h or 7d (it is \"" + text
                                + "\")");
    }

    @Test
    void readsEachType() {
        Map<String, String> environment = Map.of(
                "URL", "http://localhost:9000/x",
                "ZONE", "Europe/London",
                "TIME", "04:00",
                "FLAG", "true",
                "CHOICE", "hours",
                "PLACE", "/tmp/a");
        Settings settings = Settings.of(environment);

        assertThat(settings.get(Setting.uri("URL", ""))).isEqualTo(URI.create("http://localhost:9000/x"));
        assertThat(settings.get(Setting.zone("ZONE", ""))).isEqualTo(ZoneId.of("Europe/London"));
        assertThat(settings.get(Setting.timeOfDay("TIME", ""))).isEqualTo(LocalTime.of(4, 0));
        assertThat(settings.get(Setting.flag("FLAG", ""))).isTrue();
        assertThat(settings.get(Setting.choice("CHOICE", TimeUnit.class, ""))).isEqualTo(TimeUnit.HOURS);
        assertThat(settings.get(Setting.path("PLACE", ""))).isEqualTo(Path.of("/tmp/a"));
        assertThat(errors(settings)).isEmpty();
    }

    @Test
    void refusesWhatIsNotOfTheType() {
        Settings settings = Settings.of(Map.of(
                "URL", "ftp://x", "ZONE", "Soho", "TIME", "4 am", "FLAG", "yes", "CHOICE", "eons", "PLACE", "a\0"));
        settings.find(Setting.uri("URL", ""));
        settings.find(Setting.zone("ZONE", ""));
        settings.find(Setting.timeOfDay("TIME", ""));
        settings.find(Setting.flag("FLAG", ""));
        settings.find(Setting.choice("CHOICE", TimeUnit.class, ""));
        settings.find(Setting.path("PLACE", ""));

        assertThat(errors(settings)).hasSize(6).allMatch(error -> error.contains("(it is \""));
    }

    @Test
    void passesTheOperatorsKafkaSettingsOn_withoutEverShowingThem() {
        Map<String, String> environment = new HashMap<>();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", "a:9092,b:9092");
        environment.put("KAFKA_CONFIG_SECURITY_PROTOCOL", "SASL_SSL");
        environment.put("KAFKA_CONFIG_SASL_JAAS_CONFIG", "password=\"hunter2\"");
        Settings settings = Settings.of(environment);
        KafkaConnection connection = KafkaConnection.from(settings);

        assertThat(connection.properties(Map.of("client.id", "x", "security.protocol", "PLAINTEXT")))
                .containsEntry("bootstrap.servers", "a:9092,b:9092")
                .containsEntry("client.id", "x")
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.jaas.config", "password=\"hunter2\"");
        assertThat(connection.toString() + settings.shown()).doesNotContain("hunter2");
    }

    @Test
    void hasDefaultsThatParse_inTheCommonSettings() {
        Settings settings = Settings.of(Map.of());
        CommonSettings.ALL.stream()
                .filter(setting -> setting.defaultText() != null)
                .forEach(setting -> assertThat(settings.<Object>find(cast(setting)))
                        .as(setting.name())
                        .isPresent());
        assertThat(errors(settings)).isEmpty();
    }

    @SuppressWarnings("unchecked")
    private static Setting<Object> cast(Setting<?> setting) {
        return (Setting<Object>) setting;
    }
}

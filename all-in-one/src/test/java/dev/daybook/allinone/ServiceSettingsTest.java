package dev.daybook.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.daybook.allinone.aws.StandInCredentials;
import dev.daybook.service.objects.ObjectStoreAccess;
import dev.daybook.service.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a developer's shell has set for other things. */
class ServiceSettingsTest {
    @TempDir
    Path folder;

    @Test
    void secretsOutOfFilesAreTaken() throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "out of a file");
        Map<String, String> user = Map.of(
                "DAYBOOK_HOME", folder.resolve("home").toString(),
                "DB_URL", "jdbc:mariadb://127.0.0.1:1/daybook",
                "DB_USER", "daybook",
                "DB_PASSWORD_FILE", file.toString(),
                "AWS_SECRET_ACCESS_KEY_FILE", file.toString(),
                "API_KEY_PEPPER_FILE", file.toString());
        AllInOneConfig config = AllInOneConfig.from(Settings.of(user));
        assertThat(config.database().orElseThrow().password()).isEqualTo("out of a file");
        FolderLock.of(config.home()).close();
        HomeKeys keys = HomeKeys.of(config.home(), Optional.empty());
        assertThatCode(() -> ServiceSettings.check(user, config, keys, List.of()))
                .doesNotThrowAnyException();
    }

    @Test
    void sessionAtAwsItselfIsNotTakenForTheStandIns() {
        Map<String, String> user = Map.of(
                "AWS_ACCESS_KEY_ID", "ASIAOFTHEUSER",
                "AWS_SECRET_ACCESS_KEY", "of the user",
                "AWS_SESSION_TOKEN", "of the user");
        StandInCredentials standIn = new StandInCredentials("AKIASTANDIN", "of the stand-in");
        Settings settings = Settings.of(ServiceSettings.over(user, ServiceSettings.credentials(standIn)));
        assertThat(ObjectStoreAccess.from(settings).keyPair())
                .hasValueSatisfying(pair -> assertThat(pair.accessKeyId()).isEqualTo("AKIASTANDIN"));
    }
}

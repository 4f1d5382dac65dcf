package dev.daybook.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
    @TempDir
    Path folder;

    private Path home;

    @BeforeEach
    void startedOnce() throws IOException {
        home = folder.resolve("home");
        FolderLock.of(home).close();
        HomeKeys.of(home, Optional.empty());
        Files.createDirectories(Neighbours.awsFolder(home).resolve("s3"));
        Files.writeString(Neighbours.awsFolder(home).resolve("s3/object"), "bytes");
        Files.createDirectories(ServiceSettings.streamsFolder(home));
        Files.writeString(PrivateFile.unfinished(Addresses.file(home)), "{");
    }

    @Test
    void homeIsGone() throws IOException {
        assertThat(StateFolder.remove(home)).isTrue();
        assertThat(home).doesNotExist();
        assertThat(StateFolder.remove(home)).isFalse();
    }

    @Test
    void whatIsNotDaybooksStays_whenTheHomeIsAFolderOfSomebodys() throws IOException {
        Files.writeString(home.resolve("letter.txt"), "dear");
        Files.createDirectories(home.resolve("photos/summer"));
        assertThat(StateFolder.remove(home)).isTrue();
        try (var left = Files.list(home)) {
            assertThat(left)
                    .extracting(path -> path.getFileName().toString())
                    .containsExactlyInAnyOrder("letter.txt", "photos");
        }
        assertThat(home.resolve("photos/summer")).exists();
        assertThat(StateFolder.isHome(home)).isFalse();
    }

    @Test
    void folderWithoutTheMarkIsNotTouched() throws IOException {
        Files.delete(home.resolve(HomeKeys.KEY_FILE));
        assertThatThrownBy(() -> StateFolder.remove(home)).hasMessageContaining("nothing was removed");
        assertThat(Neighbours.awsFolder(home).resolve("s3/object")).exists();
    }

    @Test
    void homeOfARunningDaybookIsNotTouched() {
        try (FolderLock running = FolderLock.of(home)) {
            assertThatThrownBy(() -> StateFolder.remove(home)).isInstanceOf(FolderInUse.class);
            assertThat(Neighbours.awsFolder(home).resolve("s3/object")).exists();
            assertThat(running).isNotNull();
        }
    }
}

package dev.daybook.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
    @TempDir
    Path folder;

    /** A process that holds the folder, and has asked for it once more in vain. */
    static final class Holder {
        public static void main(String[] args) throws InterruptedException {
            Path folder = Path.of(args[0]);
            FolderLock held = FolderLock.of(folder);
            String again;
            try {
                FolderLock.of(folder);
                again = "given twice";
            } catch (FolderInUse refused) {
                again = "refused";
            }
            ChildJvm.announce(again);
            held.close();
        }
    }

    @Test
    void staysWithItsHolder_whenThatAsksAgain_untilItIsKilled() throws Exception {
        try (ChildJvm holder = ChildJvm.start(Holder.class, folder)) {
            assertThat(holder.readyText()).isEqualTo("refused");
            assertThatThrownBy(() -> FolderLock.of(folder)).isInstanceOf(FolderInUse.class);

            holder.kill();
            FolderLock.of(folder).close();
        }
    }

    @Test
    void isGivenAgain_whenItWasReleased() {
        FolderLock first = FolderLock.of(folder);
        first.close();
        first.close();
        FolderLock second = FolderLock.of(folder.resolve(".").toAbsolutePath());
        assertThatThrownBy(() -> FolderLock.of(folder)).isInstanceOf(FolderInUse.class);
        first.close();
        assertThatThrownBy(() -> FolderLock.of(folder)).isInstanceOf(FolderInUse.class);
        second.close();
        FolderLock.of(folder).close();
    }
}

package dev.daybook.allinone.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxTest {
    @TempDir
    Path folder;

    @Test
    void keepsTheNewestMails_whenThereAreMoreThanItsLimit() throws IOException {
        Inbox inbox = Inbox.in(folder, new ObjectMapper());
        for (int i = 0; i < Inbox.MAX_MAILS + 5; i++) {
            inbox.deliver(mail("mail " + i));
        }
        assertThat(inbox.mails()).hasSize(Inbox.MAX_MAILS);
        assertThat(inbox.mails().get(0).body()).isEqualTo("mail 5");
        assertThat(Inbox.in(folder, new ObjectMapper()).mails()).isEqualTo(inbox.mails());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(Inbox.MAX_MAILS);
        }
    }

    @Test
    void dropsTheOldest_whenTheirTextTakesTooMuchMemory() throws IOException {
        Inbox inbox = Inbox.in(folder, new ObjectMapper());
        String half = "x".repeat(Inbox.MAX_TEXT / 2);
        inbox.deliver(mail(half));
        inbox.deliver(mail(half));
        assertThat(inbox.mails()).extracting(Mail::body).containsExactly(half);
    }

    @Test
    void goesOnAfterTheNewest_whenItIsOpenedAgain() throws IOException {
        Inbox.in(folder, new ObjectMapper()).deliver(mail("one"));
        Inbox.in(folder, new ObjectMapper()).deliver(mail("two"));
        assertThat(Inbox.in(folder, new ObjectMapper()).mails())
                .extracting(Mail::body)
                .containsExactly("one", "two");
    }

    private static Mail mail(String body) {
        return new Mail("owner@cafe.example", "s", body, "2026-11-20T16:00:00Z", "id", "arn");
    }
}

package dev.daybook.allinone.aws;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.daybook.allinone.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The mails that e-mail subscribers were sent, oldest first. A mail is on the disk, one readable JSON file each, before
 * {@link #deliver} returns, and survives SIGKILL; only the newest {@value #MAX_MAILS}, and of those the newest
 * {@value #MAX_TEXT} characters' worth, are kept. Thread-safe.
 */
public final class Inbox {
    static final int MAX_MAILS = 1_000;
    /** A mail can have 262,144 bytes: a thousand of those would take a quarter of the memory that Daybook may use. */
    static final int MAX_TEXT = 32 << 20;

    private static final Pattern FILE_NAME = Pattern.compile("\\d{10}\\.json");

    private record Kept(Path file, Mail mail) {
        int text() {
            return mail.subject().length() + mail.body().length();
        }
    }

    private final Path folder;
    private final ObjectMapper json;
    private final Deque<Kept> kept = new ArrayDeque<>();
    private long text;
    private long nextNumber = 1;

    private Inbox(Path folder, ObjectMapper json) {
        this.folder = folder;
        this.json = json;
    }

    /** The inbox that {@code folder} holds, which is made where missing. */
    static Inbox in(Path folder, ObjectMapper json) throws IOException {
        Inbox inbox = new Inbox(Files.createDirectories(folder), json);
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.filter(file ->
                            FILE_NAME.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            inbox.add(new Kept(file, json.readValue(file.toFile(), Mail.class)));
            inbox.nextNumber = Long.parseLong(file.getFileName().toString().split("\\.")[0]) + 1;
        }
        return inbox;
    }

    /** The mails kept, newest last. */
    public synchronized List<Mail> mails() {
        return kept.stream().map(Kept::mail).toList();
    }

    synchronized void deliver(Mail mail) throws IOException {
        Path file = folder.resolve("%010d.json".formatted(nextNumber));
        PrivateFile.write(file, json.writerWithDefaultPrettyPrinter().writeValueAsString(mail) + "\n");
        nextNumber++;
        add(new Kept(file, mail));
    }

    private void add(Kept added) throws IOException {
        kept.addLast(added);
        text += added.text();
        while (kept.size() > MAX_MAILS || (text > MAX_TEXT && kept.size() > 1)) {
            Kept oldest = kept.removeFirst();
            text -= oldest.text();
            Files.deleteIfExists(oldest.file());
        }
    }
}

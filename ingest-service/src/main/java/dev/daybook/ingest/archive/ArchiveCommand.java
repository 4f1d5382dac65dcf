package dev.daybook.ingest.archive;

import dev.daybook.service.objects.ObjectStore;
import dev.daybook.service.objects.ObjectStoreUnavailable;
import dev.daybook.service.settings.Settings;
import dev.daybook.service.settings.WrongSettings;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.common.KafkaException;

/**
 * {@code archive check}, {@code archive reindex} and {@code archive restore}, with the ingest service's settings. Exit status 0
 * where all is well, 1 with findings, a line each, 2 where the settings are wrong or S3 or Kafka can't be reached.
 */
public final class ArchiveCommand {
    public static final int ALL_WELL = 0;
    public static final int FOUND_FAULTS = 1;
    public static final int COULD_NOT_RUN = 2;

    private static final String USAGE = "usage: archive check | archive reindex | archive restore";

    private ArchiveCommand() {}

    public static void main(String[] args) {
        System.exit(run(args, Settings.of(System.getenv()), System.out, System.err));
    }

    /** Runs it in this process and returns the exit status. */
    public static int run(String[] args, Settings settings, PrintStream out, PrintStream err) {
        String command = args.length == 1 ? args[0] : "";
        if (!List.of("check", "reindex", "restore").contains(command)) {
            err.println(USAGE);
            return COULD_NOT_RUN;
        }
        try {
            ArchiveConfig config = ArchiveConfig.from(settings);
            settings.throwIfWrong();
            return switch (command) {
                case "check" -> check(config, out);
                case "reindex" -> reindex(config, out);
                default -> restore(config, Clock.systemUTC(), out, err);
            };
        } catch (WrongSettings wrong) {
            wrong.errors().forEach(err::println);
            return COULD_NOT_RUN;
        } catch (ObjectStoreUnavailable | KafkaException unreachable) {
            err.println("archive " + command + ": " + unreachable.getMessage());
            return COULD_NOT_RUN;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            err.println("archive " + command + ": interrupted");
            return COULD_NOT_RUN;
        }
    }

    /** Checks and prints each finding; the exit status. */
    public static int check(ArchiveConfig config, PrintStream out) {
        try (ObjectStore store = new ObjectStore(config.access(), config.bucket(), config.timeouts());
                KafkaRecords kafka = new KafkaRecords(config)) {
            ArchiveCheck.Report report = new ArchiveCheck(new StoredArchive(store), kafka, config.topics()).run();
            report.findings().forEach(out::println);
            out.println(report.objects() + " objects, " + report.findings().size() + " findings");
            return report.findings().isEmpty() ? ALL_WELL : FOUND_FAULTS;
        }
    }

    /** Makes the index again and says what was done; the exit status. */
    public static int reindex(ArchiveConfig config, PrintStream out) {
        try (ObjectStore store = new ObjectStore(config.access(), config.bucket(), config.timeouts())) {
            ArchiveReindex.Report report = new ArchiveReindex(store, config.topics()).run();
            report.broken().forEach(out::println);
            out.println(report.objects() + " objects, " + report.written() + " index entries written, "
                    + report.broken().size() + " objects that can't be read");
            return report.broken().isEmpty() ? ALL_WELL : FOUND_FAULTS;
        }
    }

    /** Restores the topics from the archive, see {@link ArchiveRestore}; the exit status. */
    static int restore(ArchiveConfig config, Clock clock, PrintStream out, PrintStream err)
            throws InterruptedException {
        try (ObjectStore store = new ObjectStore(config.access(), config.bucket(), config.timeouts());
                RestoredTopics kafka = new RestoredTopics(config)) {
            long records = new ArchiveRestore(new StoredArchive(store), kafka, config.topics(), clock, err).run();
            out.printf("%,d records stand where they were%n", records);
            return ALL_WELL;
        } catch (ArchiveRestore.Impossible impossible) {
            out.println(impossible.getMessage());
            return FOUND_FAULTS;
        }
    }
}

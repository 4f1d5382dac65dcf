package dev.daybook.processor.verify;

import dev.daybook.events.archive.ArchiveSource;
import dev.daybook.processor.verify.Reports.Report;
import dev.daybook.processor.verify.Target.Comparison;
import dev.daybook.processor.verify.Verification.Result;
import dev.daybook.service.objects.ObjectStore;
import dev.daybook.service.objects.ObjectStoreUnavailable;
import dev.daybook.service.settings.Settings;
import dev.daybook.service.settings.WrongSettings;
import java.io.PrintStream;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code verify DATE} and {@code verify --all}. Exit status 0 where everything that could be compared agrees, 1 with the
 * differences, a line each, 2 where nothing could be compared or S3 can't be reached. Answers go to the one stream, progress and
 * what was not compared to the other.
 */
public final class VerifyCommand {
    public static final int AGREES = 0;
    public static final int DIFFERS = 1;
    public static final int COULD_NOT_RUN = 2;

    private static final String ALL = "--all";
    private static final String USAGE = "usage: verify DATE | verify --all   (DATE is YYYY-MM-DD)";

    private final VerifyConfig config;
    private final ObjectStore raw;
    private final Reports reports;
    private final PrintStream out;
    private final PrintStream err;

    private VerifyCommand(VerifyConfig config, ObjectStore raw, ObjectStore reports, PrintStream out, PrintStream err) {
        this.config = config;
        this.raw = raw;
        this.reports = new Reports(reports);
        this.out = out;
        this.err = err;
    }

    public static void main(String[] args) throws InterruptedException {
        System.exit(run(args, Settings.of(System.getenv()), System.out, System.err));
    }

    /** Runs it in this process and returns the exit status. */
    public static int run(String[] args, Settings settings, PrintStream out, PrintStream err)
            throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(args));
        boolean all = arguments.remove(ALL);
        Optional<LocalDate> date = arguments.size() == 1 ? date(arguments.get(0)) : Optional.empty();
        if (arguments.size() > 1 || (date.isEmpty() && !(all && arguments.isEmpty()))) {
            err.println(USAGE);
            return COULD_NOT_RUN;
        }
        try {
            VerifyConfig config = VerifyConfig.from(settings);
            try (ObjectStore raw = new ObjectStore(config.access(), config.rawBucket());
                    ObjectStore reports = new ObjectStore(config.access(), config.reportBucket())) {
                VerifyCommand command = new VerifyCommand(config, raw, reports, out, err);
                int status = date.isPresent() ? command.day(date.get()) : AGREES;
                return all && status != COULD_NOT_RUN ? Math.max(status, command.all()) : status;
            }
        } catch (WrongSettings wrong) {
            wrong.errors().forEach(error -> err.println("verify: " + error));
        } catch (ObjectStoreUnavailable | Reports.Unreadable failed) {
            err.println("verify: " + failed.getMessage());
        }
        return COULD_NOT_RUN;
    }

    static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    private int day(LocalDate date) throws Reports.Unreadable, InterruptedException {
        Verification verification = new Verification(
                new ArchiveListing(source(raw), config.topics(), config.archiveWait()),
                config.topics(),
                config.dedupWindow(),
                reports,
                config.processor().map(processor -> new LiveState(processor.url(), processor.serviceKey())));
        Result result = verification.day(date);
        if (result instanceof Result.NothingToCompare nothing) {
            nothing.why().forEach(note -> err.println("verify " + date + ": " + note));
            err.println("verify " + date + ": there is nothing to compare the archive with");
            return COULD_NOT_RUN;
        }
        Result.Compared compared = (Result.Compared) result;
        compared.notes().forEach(note -> err.println("verify " + date + ": " + note));
        compared.faults().forEach(fault -> out.println("verify " + date + ": " + fault));
        compared.comparisons().forEach(this::print);
        err.println("verify " + date + ": read " + compared.objects() + " objects of the archive");
        return compared.agrees() ? AGREES : DIFFERS;
    }

    private void print(Comparison comparison) {
        Target target = comparison.target();
        String start = "verify " + target.date() + ": ";
        DayTally tally = target.tally();
        if (comparison.differences().isEmpty()) {
            out.println(start + target.name() + " is what the archive comes to, in each of " + comparison.figures()
                    + " figures: " + tally.received() + " received = " + tally.counted() + " counted + "
                    + tally.duplicate() + " duplicate + " + tally.conflicting() + " conflicting + " + tally.rejected()
                    + " rejected");
            return;
        }
        out.println(start + target.name() + " is NOT what the archive comes to, in "
                + comparison.differences().size() + " of " + comparison.figures() + " figures:");
        comparison.differences().forEach(difference -> out.println(start + difference));
    }

    private int all() throws Reports.Unreadable {
        Map<LocalDate, Target> targets = new TreeMap<>();
        Map<LocalDate, String> keys = new TreeMap<>();
        for (LocalDate date : reports.dates()) {
            Optional<Report> report = reports.latest(date);
            if (report.isPresent()) {
                targets.put(date, report.get().target());
                keys.put(date, report.get().key());
            }
        }
        if (targets.isEmpty()) {
            err.println("verify --all: there are no reports yet, so nothing to compare the archive with");
            return COULD_NOT_RUN;
        }
        Archive archive = Archive.list(source(raw), config.topics());
        List<LocalDate> differing = new ArrayList<>();
        new AllDays(
                        archive,
                        config.topics(),
                        config.dedupWindow(),
                        List.copyOf(targets.values()),
                        target -> {
                            // Read again: those of all days at once would take more memory than a pass may.
                            Comparison comparison = target.compare(reports.canonical(keys.get(target.date())));
                            print(comparison);
                            if (!comparison.differences().isEmpty()) {
                                differing.add(target.date());
                            }
                        },
                        line -> err.println("verify --all: " + line))
                .run();
        List<String> faults = Verification.faults(archive);
        faults.forEach(fault -> out.println("verify --all: " + fault));
        out.println("verify --all: " + targets.size() + " reported days, " + differing.size() + " of them differ, "
                + faults.size() + " faults in " + archive.objectsRead() + " objects");
        return differing.isEmpty() && faults.isEmpty() ? AGREES : DIFFERS;
    }

    static ArchiveSource source(ObjectStore store) {
        return new ArchiveSource() {
            @Override
            public List<String> list(String prefix) {
                return store.list(prefix);
            }

            @Override
            public Optional<byte[]> get(String key) {
                return store.get(key);
            }
        };
    }
}

package dev.daybook.processor.verify;

import dev.daybook.processor.verify.LiveState.Answer;
import dev.daybook.processor.verify.Reports.Report;
import dev.daybook.service.objects.ObjectStore;
import dev.daybook.service.objects.ObjectStoreUnavailable;
import dev.daybook.service.settings.Settings;
import dev.daybook.service.settings.WrongSettings;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * {@code explain DATE STORE FIGURE}: the events behind a figure, from the archive, as tab-separated lines under a header; the
 * total on the other stream. Exit status 0 where the events come to what the report's latest revision states (what the live state
 * does, where there is no report yet, once the archive has reached it), 1 where they don't or the archive is damaged, 2 where it
 * could not run.
 */
public final class ExplainCommand {
    private static final String USAGE =
            "usage: explain DATE STORE FIGURE   (FIGURE is one of " + Figure.choices() + ")";

    private final VerifyConfig config;
    private final ObjectStore raw;
    private final Reports reports;
    private final PrintStream out;
    private final PrintStream err;

    private ExplainCommand(
            VerifyConfig config, ObjectStore raw, ObjectStore reports, PrintStream out, PrintStream err) {
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
        Optional<LocalDate> date = args.length == 3 ? VerifyCommand.date(args[0]) : Optional.empty();
        Optional<Figure> figure = args.length == 3 ? Figure.parse(args[2]) : Optional.empty();
        if (date.isEmpty() || figure.isEmpty()) {
            err.println(USAGE);
            return VerifyCommand.COULD_NOT_RUN;
        }
        try {
            VerifyConfig config = VerifyConfig.from(settings);
            try (ObjectStore raw = new ObjectStore(config.access(), config.rawBucket());
                    ObjectStore reports = new ObjectStore(config.access(), config.reportBucket())) {
                return new ExplainCommand(config, raw, reports, out, err).run(date.get(), args[1], figure.get());
            }
        } catch (WrongSettings wrong) {
            wrong.errors().forEach(error -> err.println("explain: " + error));
        } catch (ObjectStoreUnavailable | Reports.Unreadable failed) {
            err.println("explain: " + failed.getMessage());
        }
        return VerifyCommand.COULD_NOT_RUN;
    }

    /**
     * What states the figure.
     *
     * @param archive that holds what the figure counts, as far as anything does
     */
    private record Stated(Target target, Figures figures, Archive archive) {}

    private int run(LocalDate date, String storeId, Figure figure) throws Reports.Unreadable, InterruptedException {
        Optional<Stated> stated = stated(date);
        if (stated.isEmpty()) {
            err.println("explain: there is neither a report of " + date + " nor a live state to explain");
            return VerifyCommand.COULD_NOT_RUN;
        }
        Target target = stated.get().target();
        Archive archive = stated.get().archive();
        out.println(Explanation.HEADER);
        Explanation explanation = new Explanation(target, storeId, figure, out);
        new DayReplay(archive, config.topics(), config.dedupWindow(), date, List.of(target), explanation).run();
        out.flush();
        List<String> faults = Verification.faults(archive);
        faults.forEach(fault -> err.println("explain: " + fault));
        boolean agrees = agrees(stated.get(), storeId, figure, explanation);
        return agrees && faults.isEmpty() ? VerifyCommand.AGREES : VerifyCommand.DIFFERS;
    }

    private Optional<Stated> stated(LocalDate date) throws Reports.Unreadable, InterruptedException {
        ArchiveListing listing = new ArchiveListing(VerifyCommand.source(raw), config.topics(), config.archiveWait());
        Optional<Report> report = reports.latest(date);
        if (report.isPresent()) {
            Archive archive = listing.now();
            listing.noteLost(archive, report.get());
            return Optional.of(new Stated(
                    report.get().target(),
                    Figures.ofStores(report.get().json().path("sales").path("stores")),
                    archive));
        }
        if (config.processor().isEmpty()) {
            return Optional.empty();
        }
        VerifyConfig.Processor processor = config.processor().get();
        Answer answer = new LiveState(processor.url(), processor.serviceKey()).day(date);
        if (answer instanceof Answer.NotNow not) {
            err.println("explain: " + not.why());
            return Optional.empty();
        }
        Answer.Day day = (Answer.Day) answer;
        Optional<Archive> reached = listing.reaching(day.cut());
        if (reached.isEmpty()) {
            err.println("explain: the live state can't be explained: " + listing.notReached());
        }
        return reached.map(archive -> new Stated(
                new Target(date, "the live state", day.cut()),
                Figures.ofStores(day.json().path("stores")),
                archive));
    }

    private boolean agrees(Stated stated, String storeId, Figure figure, Explanation explanation) {
        TreeSet<String> currencies = new TreeSet<>(explanation.sums().keySet());
        currencies.addAll(stated.figures().currencies(storeId));
        String start = "explain " + stated.target().date() + " " + storeId + ": ";
        if (currencies.isEmpty()) {
            err.println(start + stated.target().name() + " and the archive know no sales of this store on this day");
        }
        boolean agrees = true;
        for (String currency : currencies) {
            Explanation.Sum sum = explanation.sums().getOrDefault(currency, Explanation.Sum.NONE);
            String mine = figure.shown(sum.amount(), currency);
            String theirs =
                    stated.figures().get(figure.nameIn(storeId, currency)).orElse(figure.shown(0, currency));
            agrees &= mine.equals(theirs);
            err.println(start + figure.name() + " " + mine + " " + currency + " by " + sum.events()
                    + " events of the archive; " + stated.target().name() + " has " + theirs);
        }
        return agrees;
    }
}

package dev.daybook.report.kind;

import dev.daybook.events.Decimals;
import dev.daybook.report.daily.Background;
import dev.daybook.report.daily.BusinessCalendar;
import dev.daybook.report.daily.CanonicalJson;
import dev.daybook.report.daily.CurrencyTotals;
import dev.daybook.report.daily.Figures;
import dev.daybook.report.daily.ProcessedDay;
import dev.daybook.report.daily.Reconciliation;
import dev.daybook.report.daily.Report;
import dev.daybook.report.daily.RevisionDecision;
import dev.daybook.report.daily.SilentStores;
import dev.daybook.report.publish.DayReading;
import dev.daybook.report.publish.Draft;
import dev.daybook.report.publish.Rendered;
import dev.daybook.report.publish.ReportFiles;
import dev.daybook.report.publish.ReportKind;
import dev.daybook.report.publish.Revision;
import dev.daybook.report.publish.RevisionSummary;
import dev.daybook.report.render.HtmlReport;
import dev.daybook.report.render.MailMessages;
import dev.daybook.report.render.MailSubject;
import dev.daybook.report.render.MailText;
import dev.daybook.report.render.ReportTables;
import dev.daybook.report.source.DayReconciliation;
import dev.daybook.report.source.FiguresSource;
import dev.daybook.report.source.Reading;
import dev.daybook.service.Metrics;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The day's sales as the processor counts them, with their accounting, reconciled with the shop's database where there is one.
 * Thread-safe.
 */
public final class DailySalesReport implements ReportKind {
    private final FiguresSource source;
    private final Optional<DayReconciliation> reconciliation;
    private final EarlierReports earlier;
    private final String chain;
    private final HtmlReport html = new HtmlReport();
    private final ReportFiles files;
    private final AccountingAlarm accounting;
    private final BusinessCalendar calendar;
    private final Function<LocalDate, String> pages;
    private final Clock clock;

    /**
     * @param reconciliation empty where no shop's database is set
     * @param earlier what each day is compared with
     * @param chain the chain's name
     * @param files of the revisions that new ones are compared with
     * @param pages where each date's report is shown
     */
    public DailySalesReport(
            FiguresSource source,
            Optional<DayReconciliation> reconciliation,
            EarlierReports earlier,
            String chain,
            ReportFiles files,
            Metrics metrics,
            BusinessCalendar calendar,
            Function<LocalDate, String> pages,
            Clock clock) {
        this.source = source;
        this.reconciliation = reconciliation;
        this.earlier = earlier;
        this.chain = chain;
        this.files = files;
        this.accounting = new AccountingAlarm(metrics);
        this.calendar = calendar;
        this.pages = pages;
        this.clock = clock;
    }

    @Override
    public String name() {
        return Report.DAILY_SALES;
    }

    @Override
    public Optional<String> notMadeHere() {
        return Optional.empty();
    }

    @Override
    public boolean givesUpAtDeadline() {
        return false;
    }

    @Override
    public DayReading read(LocalDate date) throws InterruptedException {
        Reading reading = source.read(date);
        if (reading instanceof Reading.Held held) {
            return new DayReading.Held(held.reason());
        }
        Figures figures = ((Reading.Read) reading).figures();
        accounting.check(figures);
        Optional<String> missing =
                figures.isWhole() ? Optional.empty() : Optional.of(String.join("; ", figures.missing()));
        return new DayReading.Read(missing, new FiguresDrafts(figures));
    }

    /** Reconciles once, and only where a revision may come of it. */
    private final class FiguresDrafts implements DayReading.Drafts {
        private final Figures figures;
        private Optional<DayReconciliation.Outcome> reconciled;

        FiguresDrafts(Figures figures) {
            this.figures = figures;
        }

        @Override
        public boolean hasEnded() {
            return calendar.hasEnded(figures.date(), figures.cut().at());
        }

        @Override
        public boolean soldNothing() {
            return figures.stores().isEmpty();
        }

        @Override
        public OptionalLong counted() {
            return OptionalLong.of(figures.accounting().counted());
        }

        @Override
        public Optional<Draft> after(Optional<Revision> last) throws InterruptedException {
            if (reconciled == null) {
                reconciled = reconciliation.isEmpty()
                        ? Optional.empty()
                        : Optional.of(reconciliation.get().reconcile(figures));
            }
            boolean isReconciled =
                    reconciled.filter(DayReconciliation.Outcome::isCompared).isPresent();
            RevisionDecision decision =
                    RevisionDecision.of(figures, isReconciled, calendar, last.map(DailySalesReport::standing));
            return decision instanceof RevisionDecision.Make make
                    ? Optional.of(draft(make.revision(), last))
                    : Optional.empty();
        }

        /** Of a day that goes on nobody can say that a store is silent. */
        private Background background() {
            return new Background(
                    Optional.of(chain),
                    Optional.of(earlier.before(figures.date())),
                    calendar.hasEnded(figures.date(), figures.cut().at())
                            ? SilentStores.of(
                                    figures.stores(),
                                    figures.date(),
                                    calendar.registry().get())
                            : List.of());
        }

        /** Their cuts tell. */
        @Override
        public boolean mayBeOlderThan(Revision made) {
            return false;
        }

        private Draft draft(int revision, Optional<Revision> last) {
            Report compiled = Report.compile(
                    figures,
                    reconciled.map(DayReconciliation.Outcome::reconciliation),
                    revision,
                    calendar,
                    background(),
                    clock.instant().truncatedTo(ChronoUnit.MILLIS));
            Report report = last.map(before -> compiled.since(CanonicalJson.read(files.canonical(before))))
                    .orElse(compiled);
            return new Draft(
                    revision,
                    summary(report),
                    CanonicalJson.write(report),
                    reconciled.flatMap(DayReconciliation.Outcome::csv));
        }
    }

    private static RevisionDecision.Standing standing(Revision last) {
        RevisionSummary summary = last.summary();
        return new RevisionDecision.Standing(
                last.key().revision(),
                summary.status(),
                summary.salesDigest(),
                summary.isReconciled(),
                summary.cut().orElseThrow());
    }

    @Override
    public Rendered render(byte[] canonical) {
        Report report = CanonicalJson.read(canonical);
        String page = pages.apply(report.date());
        return new Rendered(
                summary(report),
                MailSubject.of(report),
                MailMessages.of(report, page),
                MailText.of(report, page),
                files(report, page),
                ProcessedDay.files(report));
    }

    private List<Rendered.File> files(Report report, String page) {
        List<Rendered.File> rendered = new ArrayList<>();
        rendered.add(new Rendered.File("report.html", "text/html; charset=utf-8", html.render(report, page)));
        ReportTables.of(report)
                .forEach((name, bytes) -> rendered.add(new Rendered.File(name, "text/csv; charset=utf-8", bytes)));
        return rendered;
    }

    private static RevisionSummary summary(Report report) {
        return new RevisionSummary(
                report.status(),
                Optional.of(report.cut()),
                CurrencyTotals.of(report.stores()).stream()
                        .map(totals -> new RevisionSummary.Net(
                                totals.currency().code(), Decimals.money(totals.net(), totals.currency())))
                        .toList(),
                report.accounting(),
                report.reconciliation().map(Reconciliation::status),
                CanonicalJson.salesDigest(report.stores()));
    }
}

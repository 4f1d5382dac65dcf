package dev.daybook.report.kind;

import dev.daybook.report.analysis.AnalysisMail;
import dev.daybook.report.analysis.AnalysisRevision;
import dev.daybook.report.analysis.AnalysisRevisionJson;
import dev.daybook.report.analysis.SalesAnalysis;
import dev.daybook.report.daily.BusinessCalendar;
import dev.daybook.report.daily.ReportStatus;
import dev.daybook.report.publish.DayReading;
import dev.daybook.report.publish.Draft;
import dev.daybook.report.publish.Rendered;
import dev.daybook.report.publish.ReportKind;
import dev.daybook.report.publish.Revision;
import dev.daybook.report.publish.RevisionSummary;
import dev.daybook.report.source.SalesAnalysisSource;
import dev.daybook.report.source.ShopDatabaseConfig;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the shop sold by its own database, by product group and item; the stream of events has no part in it. A database that
 * can't be read holds the report: it never says of such a day that nothing was sold. Thread-safe.
 */
public final class SalesAnalysisReport implements ReportKind {
    private static final String NEEDS_SHOP = AnalysisRevision.SALES_ANALYSIS
            + " is made from the shop's own database: SHOP_DB_URL is not set, nor what goes with it";

    private final Optional<ShopDatabaseConfig> shop;
    private final Function<LocalDate, String> pages;
    private final Clock clock;

    /**
     * @param shop empty where none is set; what was made before can be published and shown even then
     * @param pages where each date's report is shown
     */
    public SalesAnalysisReport(Optional<ShopDatabaseConfig> shop, Function<LocalDate, String> pages, Clock clock) {
        this.shop = shop;
        this.pages = pages;
        this.clock = clock;
    }

    @Override
    public String name() {
        return AnalysisRevision.SALES_ANALYSIS;
    }

    @Override
    public Optional<String> notMadeHere() {
        return shop.isPresent() ? Optional.empty() : Optional.of(NEEDS_SHOP);
    }

    @Override
    public boolean givesUpAtDeadline() {
        return true;
    }

    @Override
    public DayReading read(LocalDate date) {
        if (shop.isEmpty()) {
            return new DayReading.Held(NEEDS_SHOP);
        }
        // The time first: what is sold between the two is counted, and harms no claim of the report.
        Instant readAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        SalesAnalysisSource.Outcome outcome = new SalesAnalysisSource(shop.get()).read(date);
        if (outcome instanceof SalesAnalysisSource.Outcome.Unavailable unavailable) {
            return new DayReading.Held(unavailable.reason());
        }
        SalesAnalysis analysis = ((SalesAnalysisSource.Outcome.Read) outcome).analysis();
        return new DayReading.Read(Optional.empty(), new AnalysisDrafts(analysis, readAt, shop.get()));
    }

    private record AnalysisDrafts(SalesAnalysis analysis, Instant readAt, ShopDatabaseConfig shop)
            implements DayReading.Drafts {

        /** A first revision always; a further one only of a day that has ended, where what was sold or the status changed. */
        @Override
        public Optional<Draft> after(Optional<Revision> last) {
            ReportStatus status = hasEnded() ? ReportStatus.COMPLETE : ReportStatus.INTERIM;
            if (last.isEmpty()) {
                return Optional.of(draft(1, status));
            }
            RevisionSummary standing = last.get().summary();
            boolean says = standing.status() != ReportStatus.COMPLETE
                    || !standing.salesDigest().equals(AnalysisRevisionJson.digest(analysis));
            return hasEnded() && says ? Optional.of(draft(last.get().key().revision() + 1, status)) : Optional.empty();
        }

        /** Which of two readings the shop's database gave later, nothing tells. */
        @Override
        public boolean mayBeOlderThan(Revision made) {
            return true;
        }

        @Override
        public boolean hasEnded() {
            return new BusinessCalendar(shop.zone(), shop.dayStartsAt()).hasEnded(analysis.date(), readAt);
        }

        private Draft draft(int number, ReportStatus status) {
            AnalysisRevision revision = new AnalysisRevision(
                    number,
                    status,
                    readAt,
                    shop.zone(),
                    shop.dayStartsAt(),
                    BusinessCalendar.timeZoneDataVersion(),
                    analysis);
            return new Draft(number, summary(revision), AnalysisRevisionJson.write(revision), Optional.empty());
        }
    }

    @Override
    public Rendered render(byte[] canonical) {
        AnalysisRevision revision = AnalysisRevisionJson.read(canonical);
        String page = pages.apply(revision.date());
        return new Rendered(
                summary(revision),
                AnalysisMail.subject(revision),
                AnalysisMail.summary(revision, page),
                AnalysisMail.text(revision, page));
    }

    private static RevisionSummary summary(AnalysisRevision revision) {
        return new RevisionSummary(
                revision.status(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                AnalysisRevisionJson.digest(revision.analysis()));
    }
}

package dev.daybook.report.daily;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * One revision of a day's report: everything that its mail, its files and its page are made from. Written once as canonical
 * JSON, see {@link CanonicalJson}, and never changed.
 *
 * @param kind which report it is, {@link #DAILY_SALES}
 * @param revision 1 for the first
 * @param missing what keeps it from being COMPLETE, for people; empty unless it is PROVISIONAL
 * @param timeZoneData the version of the IANA data that the day's end was computed with
 * @param storeDays what the date was to each of the stores; empty in revisions of releases without a registry
 * @param accounting empty in revisions of releases that did none
 * @param reconciliation empty where no shop's database was set
 * @param changes since the revision before; empty in a first one, and in those of releases that didn't say
 * @param background what the figures are read against
 */
public record Report(
        String kind,
        LocalDate date,
        int revision,
        ReportStatus status,
        List<String> missing,
        Instant generatedAt,
        Cut cut,
        BusinessCalendar calendar,
        String timeZoneData,
        List<StoreDay> storeDays,
        Optional<Accounting> accounting,
        Optional<Reconciliation> reconciliation,
        List<RejectionCount> rejections,
        List<StoreSales> stores,
        List<ActivityCount> activity,
        Optional<Changes> changes,
        Background background) {

    public static final String DAILY_SALES = "daily-sales";

    public Report {
        missing = List.copyOf(missing);
        storeDays = List.copyOf(storeDays);
        rejections = List.copyOf(rejections);
        stores = List.copyOf(stores);
        activity = List.copyOf(activity);
    }

    /** The day's figures as the next revision of its report. */
    public static Report compile(
            Figures figures,
            Optional<Reconciliation> reconciliation,
            int revision,
            BusinessCalendar calendar,
            Background background,
            Instant now) {
        return new Report(
                DAILY_SALES,
                figures.date(),
                revision,
                statusOf(figures, calendar),
                figures.missing(),
                now,
                figures.cut(),
                calendar.byDefault(),
                BusinessCalendar.timeZoneDataVersion(),
                StoreDay.of(figures.stores(), figures.date(), calendar),
                Optional.of(figures.accounting()),
                reconciliation,
                figures.rejections(),
                figures.stores(),
                figures.activity(),
                Optional.empty(),
                background);
    }

    /** The same report, saying what it shows otherwise than the revision before. */
    public Report since(Report before) {
        return new Report(
                kind,
                date,
                revision,
                status,
                missing,
                generatedAt,
                cut,
                calendar,
                timeZoneData,
                storeDays,
                accounting,
                reconciliation,
                rejections,
                stores,
                activity,
                Optional.of(ReportDifference.between(before, this)),
                background);
    }

    /** That something is missing is said first: it weighs more than that the day goes on. */
    static ReportStatus statusOf(Figures figures, BusinessCalendar calendar) {
        if (!figures.isWhole()) {
            return ReportStatus.PROVISIONAL;
        }
        return hasEnded(figures, calendar) ? ReportStatus.COMPLETE : ReportStatus.INTERIM;
    }

    /** Whether the day had ended when the ends of the topics were read. */
    static boolean hasEnded(Figures figures, BusinessCalendar calendar) {
        return calendar.hasEnded(figures.date(), figures.cut().at());
    }

    /** What the date was to the store; empty in revisions of releases without a registry. */
    public Optional<StoreDay> dayOf(String storeId) {
        return storeDays.stream().filter(day -> day.storeId().equals(storeId)).findFirst();
    }

    /** Whether it says how the day agrees with the shop's database. */
    public boolean isReconciled() {
        return reconciliation.filter(Reconciliation.Compared.class::isInstance).isPresent();
    }

    /** Whether it is known to differ from the shop's database. */
    public boolean failsReconciliation() {
        return reconciliation
                .filter(outcome -> outcome.status() == Reconciliation.Status.FAIL)
                .isPresent();
    }

    /** Whether its equation is known to fail. */
    public boolean doesNotAddUp() {
        return accounting.filter(Accounting::differs).isPresent();
    }

    /** Stores with a void whose sale is not among the day's, see {@link StoreSales#hasVoidsBeyondSales()}. */
    public List<StoreSales> voidsBeyondSales() {
        return stores.stream().filter(StoreSales::hasVoidsBeyondSales).toList();
    }
}

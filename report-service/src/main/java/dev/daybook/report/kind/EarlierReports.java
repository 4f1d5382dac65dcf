package dev.daybook.report.kind;

import dev.daybook.events.CurrencyCode;
import dev.daybook.events.Decimals;
import dev.daybook.report.daily.CanonicalJson;
import dev.daybook.report.daily.Comparison;
import dev.daybook.report.daily.MalformedFigures;
import dev.daybook.report.daily.Report;
import dev.daybook.report.daily.ReportStatus;
import dev.daybook.report.daily.TrendDay;
import dev.daybook.report.publish.ReportFiles;
import dev.daybook.report.publish.Revision;
import dev.daybook.report.publish.RevisionLedger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reports that a day's is compared with, by their last revisions: one query of the ledger and at most four objects from S3.
 * An object that is gone or damaged costs its day's comparison, and the report says so; S3 or a ledger that can't be reached
 * throws, since the report itself could not be stored either. Blocks; thread-safe.
 */
public final class EarlierReports {
    private static final Logger LOG = LoggerFactory.getLogger(EarlierReports.class);

    private final RevisionLedger revisions;
    private final ReportFiles files;

    public EarlierReports(RevisionLedger revisions, ReportFiles files) {
        this.revisions = revisions;
        this.files = files;
    }

    /**
     * What stands now of the days before.
     *
     * @throws dev.daybook.service.objects.ObjectStoreUnavailable where S3 doesn't answer
     */
    public Comparison before(LocalDate date) {
        Map<LocalDate, Revision> byDate = new TreeMap<>();
        LocalDate first = date.minusDays(Comparison.TREND_DAYS);
        for (Revision revision : revisions.days(Report.DAILY_SALES, date, Comparison.TREND_DAYS)) {
            if (!revision.key().date().isBefore(first) && revision.status() != ReportStatus.INTERIM) {
                byDate.put(revision.key().date(), revision);
            }
        }
        List<Report> reports = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        for (LocalDate past : Comparison.sameWeekdays(date)) {
            if (byDate.containsKey(past)) {
                read(byDate.get(past), reports, unread);
            }
        }
        List<TrendDay> trend = byDate.values().stream()
                .map(EarlierReports::trendDay)
                .sorted(Comparator.comparing(TrendDay::date))
                .toList();
        return Comparison.of(date, reports, trend, unread);
    }

    private void read(Revision revision, List<Report> reports, List<String> unread) {
        try {
            reports.add(CanonicalJson.read(files.canonical(revision)));
        } catch (MalformedFigures | IllegalStateException damaged) {
            LOG.warn("{} can't be compared with", revision.key(), damaged);
            unread.add("The report of " + revision.key().date() + ", revision "
                    + revision.key().revision() + ", could not be read from S3, so it is compared with nothing.");
        }
    }

    private static TrendDay trendDay(Revision revision) {
        return new TrendDay(
                revision.key().date(),
                revision.key().revision(),
                revision.net().stream()
                        .map(net -> {
                            CurrencyCode currency = CurrencyCode.checked(net.currency());
                            return new TrendDay.Net(currency, Decimals.minorUnits(net.amount(), currency));
                        })
                        .toList());
    }
}

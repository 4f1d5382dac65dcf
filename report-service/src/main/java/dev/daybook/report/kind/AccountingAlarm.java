package dev.daybook.report.kind;

import dev.daybook.report.daily.Accounting;
import dev.daybook.report.daily.Figures;
import dev.daybook.service.Metrics;
import io.micrometer.core.instrument.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of every day's equation that fails: a line at ERROR and a counter, which the days in labels would make endless. Thread-safe. */
final class AccountingAlarm {
    private static final Logger LOG = LoggerFactory.getLogger(AccountingAlarm.class);

    private final Counter differences;

    AccountingAlarm(Metrics metrics) {
        this.differences = metrics.registry().counter("daybook_report_accounting_differences");
    }

    void check(Figures figures) {
        Accounting accounting = figures.accounting();
        if (accounting.differs()) {
            differences.increment();
            LOG.error(
                    "daily-sales of {} does not add up: received {}, but counted {} + duplicate {} + conflicting {} + rejected {} = {};"
                            + " archive check and verify find out which side is wrong",
                    figures.date(),
                    accounting.received().getAsLong(),
                    accounting.counted(),
                    accounting.duplicate(),
                    accounting.conflicting(),
                    accounting.rejected(),
                    accounting.accountedFor());
        }
    }
}

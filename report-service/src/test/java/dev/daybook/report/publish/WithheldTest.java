package dev.daybook.report.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.report.daily.Accounting;
import dev.daybook.report.daily.Reconciliation;
import dev.daybook.report.daily.ReportStatus;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WithheldTest {

    @ParameterizedTest(name = "{0}, earlier mailed {1}, empty days mailed {2}, with sales {3}: {4}")
    @CsvSource({
        "ASKED,   false, true,  true,  ''",
        "ASKED,   false, false, false, ''",
        "DUE,     false, true,  true,  ''",
        "DUE,     false, true,  false, ''",
        "DUE,     false, false, true,  ''",
        "DUE,     false, false, false, EMPTY_DAY",
        "DUE,     true,  false, false, ''",
        "INTERIM, false, false, false, EMPTY_DAY",
        "INTERIM, false, true,  false, ''",
        "HISTORY, false, true,  true,  HISTORY",
        "HISTORY, true,  true,  true,  ''",
        "KEPT,    true,  true,  true,  NOT_ASKED",
    })
    void decidesWhatIsKeptWithoutAMail(
            RunPurpose purpose, boolean earlierMailed, boolean reportEmptyDays, boolean hasSales, String expected) {
        RevisionSummary summary = summary(ReportStatus.COMPLETE, null, 5, 0);
        assertThat(Withheld.of(purpose, summary, !hasSales, earlierMailed, reportEmptyDays)
                        .map(Enum::name)
                        .orElse(""))
                .isEqualTo(expected);
    }

    private static RevisionSummary summary(
            ReportStatus status, Reconciliation.Status reconciliation, long received, long rejected) {
        return new RevisionSummary(
                status,
                Optional.empty(),
                List.of(),
                Optional.of(new Accounting(OptionalLong.of(received), 5, 0, 0, rejected)),
                Optional.ofNullable(reconciliation),
                "digest");
    }

    @Test
    void mailsAnEmptyDay_whenSomethingOfItNeedsAttention() {
        for (RevisionSummary summary : List.of(
                summary(ReportStatus.COMPLETE, null, 6, 0),
                summary(ReportStatus.COMPLETE, null, 6, 1),
                summary(ReportStatus.COMPLETE, Reconciliation.Status.FAIL, 5, 0),
                summary(ReportStatus.PROVISIONAL, null, 5, 0))) {
            assertThat(Withheld.of(RunPurpose.DUE, summary, true, false, false))
                    .as("%s", summary)
                    .isEmpty();
        }
    }

    @Test
    void isSentAfterAll_whenSomebodyAsks_orTheScheduleFindsWhatWasOnlyKept() {
        for (Withheld why : Withheld.values()) {
            assertThat(why.endsWith(RunPurpose.ASKED)).isTrue();
            assertThat(why.endsWith(RunPurpose.HISTORY)).isFalse();
            assertThat(why.endsWith(RunPurpose.KEPT)).isFalse();
            assertThat(why.endsWith(RunPurpose.DUE)).isEqualTo(why == Withheld.NOT_ASKED);
        }
    }
}

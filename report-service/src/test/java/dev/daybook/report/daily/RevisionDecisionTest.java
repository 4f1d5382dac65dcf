package dev.daybook.report.daily;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.report.daily.RevisionDecision.Keep;
import dev.daybook.report.daily.RevisionDecision.Make;
import dev.daybook.report.daily.RevisionDecision.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RevisionDecisionTest {
    private static final Instant CLOSED = Instant.parse("2026-11-20T00:00:00Z");
    private static final Instant OPEN = CLOSED.minusNanos(1);
    private static final List<StoreSales> STORES = List.of(SampleReports.soho());
    private static final String SAME = CanonicalJson.salesDigest(STORES);
    private static final String OTHER = CanonicalJson.salesDigest(List.of());

    private static Figures figures(Instant cutAt, long... offsets) {
        return figures(cutAt, List.of(), offsets);
    }

    private static Figures figures(Instant cutAt, List<String> missing, long... offsets) {
        return new Figures(
                SampleReports.DATE,
                SampleReports.cut(cutAt, offsets),
                STORES,
                List.of(),
                SampleReports.accounting(5, 0),
                List.of(),
                missing);
    }

    private static Figures partial(Instant cutAt, long... offsets) {
        return figures(cutAt, List.of("something"), offsets);
    }

    private static Standing standing(ReportStatus status, String digest, long... offsets) {
        return new Standing(4, status, digest, false, SampleReports.cut(OPEN, offsets));
    }

    static Stream<Arguments> decisions() {
        return Stream.of(
                Arguments.of("the first", figures(CLOSED, 5), null, new Make(1)),
                Arguments.of("the first of an open day", figures(OPEN, 5), null, new Make(1)),
                Arguments.of(
                        "nothing changed", figures(CLOSED, 5), standing(ReportStatus.COMPLETE, SAME, 5), new Keep(4)),
                Arguments.of(
                        "more events, same figures",
                        figures(CLOSED, 9),
                        standing(ReportStatus.COMPLETE, SAME, 5),
                        new Keep(4)),
                Arguments.of(
                        "a figure changed", figures(CLOSED, 9), standing(ReportStatus.COMPLETE, OTHER, 5), new Make(5)),
                Arguments.of("now complete", figures(CLOSED, 5), standing(ReportStatus.INTERIM, SAME, 5), new Make(5)),
                Arguments.of("the first, provisional", partial(CLOSED, 5), null, new Make(1)),
                Arguments.of(
                        "provisional after interim",
                        partial(CLOSED, 5),
                        standing(ReportStatus.INTERIM, SAME, 5),
                        new Make(5)),
                Arguments.of(
                        "provisional again, with other figures",
                        partial(CLOSED, 9),
                        standing(ReportStatus.PROVISIONAL, OTHER, 5),
                        new Keep(4)),
                Arguments.of(
                        "provisional after complete",
                        partial(CLOSED, 9),
                        standing(ReportStatus.COMPLETE, OTHER, 5),
                        new Keep(4)),
                Arguments.of(
                        "complete after provisional",
                        figures(CLOSED, 5),
                        standing(ReportStatus.PROVISIONAL, SAME, 5),
                        new Make(5)),
                Arguments.of(
                        "changed, but still open",
                        figures(OPEN, 9),
                        standing(ReportStatus.INTERIM, OTHER, 5),
                        new Keep(4)),
                Arguments.of(
                        "figures older than the last revision's",
                        figures(CLOSED, 5, 4),
                        standing(ReportStatus.COMPLETE, OTHER, 5, 5),
                        new Keep(4)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("decisions")
    void decides(String name, Figures figures, Standing last, RevisionDecision expected) {
        assertThat(RevisionDecision.of(figures, false, SampleReports.LONDON, Optional.ofNullable(last)))
                .isEqualTo(expected);
    }

    private static Standing complete(boolean isReconciled) {
        return new Standing(4, ReportStatus.COMPLETE, SAME, isReconciled, SampleReports.cut(OPEN, 5));
    }

    private static RevisionDecision decide(boolean isReconciled, Standing last) {
        return RevisionDecision.of(figures(CLOSED, 5), isReconciled, SampleReports.LONDON, Optional.of(last));
    }

    @Test
    void makesARevision_whenAMissingReconciliationIsThere() {
        assertThat(decide(true, complete(false))).isEqualTo(new Make(5));
    }

    @Test
    void makesNone_whenTheReconciliationIsStillMissingOrWasThere() {
        assertThat(decide(false, complete(false))).isEqualTo(new Keep(4));
        assertThat(decide(true, complete(true))).isEqualTo(new Keep(4));
        assertThat(decide(false, complete(true))).isEqualTo(new Keep(4));
    }
}

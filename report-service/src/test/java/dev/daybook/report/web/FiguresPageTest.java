package dev.daybook.report.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.report.daily.CurrencyTotals;
import dev.daybook.report.daily.Report;
import dev.daybook.report.daily.SampleDays;
import dev.daybook.report.daily.StoreSales;
import dev.daybook.service.http.Access;
import dev.daybook.service.http.Caller;
import dev.daybook.service.http.Request;
import dev.daybook.service.http.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FiguresPageTest {
    private static final Report SIXTY_STORES = SampleDays.all().get("sixty-stores");
    private static final int OF_A_STORE = 12;

    private static List<FiguresPage> pages(Report report) {
        List<FiguresPage> pages = new ArrayList<>();
        OptionalInt from = OptionalInt.of(0);
        while (from.isPresent()) {
            FiguresPage page = FiguresPage.of(report, from.getAsInt());
            pages.add(page);
            from = page.next();
        }
        return pages;
    }

    private static long lines(StoreSales sales) {
        return OF_A_STORE
                + sales.hours().size()
                + sales.payments().size()
                + sales.products().size();
    }

    private static List<String> linesOf(FiguresPage page) {
        return page.sections().stream()
                .flatMap(section -> section.tables().stream()
                        .flatMap(table -> table.lines().stream()
                                .map(line -> section.name() + "|" + table.caption() + "|" + line.name() + "|"
                                        + line.cells().get(0).path())))
                .toList();
    }

    @Test
    void haveEveryLineOnceBetweenThem_andAPageHasABound() {
        List<FiguresPage> pages = pages(SIXTY_STORES);
        List<String> lines =
                pages.stream().flatMap(page -> linesOf(page).stream()).toList();

        long expected = Stream.concat(
                        CurrencyTotals.of(SIXTY_STORES.stores()).stream()
                                .filter(totals -> totals.stores().size() > 1)
                                .map(CurrencyTotals::all),
                        SIXTY_STORES.stores().stream())
                .mapToLong(FiguresPageTest::lines)
                .sum();
        assertThat(lines).hasSize(Math.toIntExact(expected)).doesNotHaveDuplicates();
        assertThat(pages)
                .hasSizeGreaterThan(10)
                .allSatisfy(page -> assertThat(linesOf(page)).hasSizeBetween(1, FiguresPage.LINES));
    }

    @Test
    void leadToTheBeginningOfEachStore() {
        List<FiguresPage.Place> places = FiguresPage.of(SIXTY_STORES, 0).places();

        assertThat(places).hasSize(1 + SIXTY_STORES.stores().size());
        assertThat(places.get(0).name()).isEqualTo("All stores, GBP");
        for (FiguresPage.Place place : places) {
            FiguresPage.Section first =
                    FiguresPage.of(SIXTY_STORES, place.line()).sections().get(0);
            assertThat(first.name()).isEqualTo(place.name());
            assertThat(first.isContinued()).isFalse();
        }
    }

    @Test
    void goOnWithAStore_whereThePageBeforeBrokeOff() {
        FiguresPage page = FiguresPage.of(SIXTY_STORES, 1);

        assertThat(page.sections().get(0).isContinued()).isTrue();
        assertThat(page.sections().get(0).tables().get(0).lines()).hasSize(OF_A_STORE - 1);
        assertThat(FiguresPage.of(SIXTY_STORES, 1_000_000_000).sections()).isEmpty();
    }

    @Test
    void haveNoTotals_whereOneStoreSellsInACurrency() {
        Report report = SampleDays.all().get("late-sale");
        FiguresPage page = FiguresPage.of(report, 0);

        assertThat(page.sections()).hasSize(report.stores().size());
        assertThat(page.next()).isEmpty();
        assertThat(page.places()).isEmpty();
    }

    @Test
    void areFewKilobytes() {
        Caller reader = new Caller("reader", Set.of(Access.READ), Set.of(), Set.of());
        Trace trace = new Trace("test", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        Request request = new Request(
                "GET", "/", Map.of(), Map.of(), Map.of(), new byte[0], reader, trace, "127.0.0.1", Optional.empty());
        for (FiguresPage page : pages(SIXTY_STORES)) {
            FigurePages.FiguresView view = new FigurePages.FiguresView("", "/", page, "/figures?from=");
            assertThat(new Templates()
                            .page(request, 200, "report-figures.jte", Map.of("view", view))
                            .body())
                    .hasSizeLessThan(200_000);
        }
    }
}

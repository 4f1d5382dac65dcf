package dev.daybook.report.daily;

import dev.daybook.events.CurrencyCode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Days whose reports tests look at. */
public final class SampleReports {
    public static final LocalDate DATE = LocalDate.parse("2026-11-19");
    public static final BusinessCalendar LONDON = new BusinessCalendar(ZoneId.of("Europe/London"), LocalTime.MIDNIGHT);
    static final Instant AFTER = Instant.parse("2026-11-20T16:00:00Z");
    private static final CurrencyCode GBP = CurrencyCode.checked("GBP");

    private SampleReports() {}

    public static Cut cut(Instant at, long... events) {
        return new Cut(
                at,
                "daybook.events",
                "daybook.rejected",
                IntStream.range(0, events.length)
                        .mapToObj(i -> new Cut.Position(i, events[i], i))
                        .toList());
    }

    public static Figures figures(Instant cutAt, List<StoreSales> stores, List<ActivityCount> activity) {
        return figures(cutAt, stores, activity, accounting(2_205, 2_200), List.of(), List.of());
    }

    static Figures figures(
            Instant cutAt,
            List<StoreSales> stores,
            List<ActivityCount> activity,
            Accounting accounting,
            List<RejectionCount> rejections,
            List<String> missing) {
        return new Figures(DATE, cut(cutAt, 1_207, 0, 998), stores, activity, accounting, rejections, missing);
    }

    /** Beside what is counted: 2 duplicates, 1 conflict, 2 refusals. */
    public static Accounting accounting(long received, long counted) {
        return new Accounting(OptionalLong.of(received), counted, 2, 1, 2);
    }

    /** The report of the figures; the time zone data's version would differ between Java releases. */
    public static Report report(Figures figures, int revision) {
        return report(figures, null, revision);
    }

    /** @param reconciliation null where no shop's database is set */
    public static Report report(Figures figures, Reconciliation reconciliation, int revision) {
        return report(figures, reconciliation, revision, Background.NONE);
    }

    /** As {@link #report(Figures, Reconciliation, int)}, against what its day is read. */
    public static Report report(Figures figures, Reconciliation reconciliation, int revision, Background background) {
        return report(figures, reconciliation, revision, background, LONDON);
    }

    static Report report(
            Figures figures,
            Reconciliation reconciliation,
            int revision,
            Background background,
            BusinessCalendar calendar) {
        Report compiled = Report.compile(
                figures,
                Optional.ofNullable(reconciliation),
                revision,
                calendar,
                background,
                figures.cut().at().plusSeconds(2));
        return new Report(
                compiled.kind(),
                compiled.date(),
                compiled.revision(),
                compiled.status(),
                compiled.missing(),
                compiled.generatedAt(),
                compiled.cut(),
                compiled.calendar(),
                "2026a",
                compiled.storeDays(),
                compiled.accounting(),
                compiled.reconciliation(),
                compiled.rejections(),
                compiled.stores(),
                compiled.activity(),
                compiled.changes(),
                compiled.background());
    }

    public static StoreSales soho() {
        return new StoreSales(
                "soho",
                GBP,
                1_207,
                3,
                1,
                2_411_000,
                4_000,
                856_120,
                21_245,
                14_465,
                820_410,
                136_735,
                40_410,
                997_555,
                OptionalLong.of(680),
                List.of(
                        new StoreSales.Product("beans", "House beans", "Retail", 12_250, 0, 24_500, 0, 0, 24_500),
                        new StoreSales.Product(
                                "latte", "Latte", "Hot drinks", 612_000, 1_000, 226_440, 2_100, 370, 223_970),
                        new StoreSales.Product("x-1", null, null, 1_000, 0, 100, 0, 0, 100)),
                List.of(new StoreSales.Hour(8, 160, 101_140), new StoreSales.Hour(17, 90, 61_000)),
                List.of(new StoreSales.Payment("card", 900_000), new StoreSales.Payment("cash", 97_555)));
    }

    public static StoreSales store(String id, String currency, long net) {
        return new StoreSales(
                id,
                CurrencyCode.checked(currency),
                2,
                0,
                0,
                3_000,
                0,
                net,
                0,
                0,
                net,
                0,
                0,
                net,
                OptionalLong.of(net / 2),
                List.of(new StoreSales.Product("p-" + id, "Thing of " + id, null, 3_000, 0, net, 0, 0, net)),
                List.of(new StoreSales.Hour(9, 2, net)),
                List.of(new StoreSales.Payment("card", net)));
    }

    /** A refund and a void more than there were sales. */
    public static StoreSales onlyReturns() {
        return new StoreSales(
                "depot",
                GBP,
                -1,
                1,
                1,
                0,
                2_500,
                0,
                0,
                1_000,
                -1_000,
                -200,
                0,
                -1_200,
                OptionalLong.empty(),
                List.of(),
                List.of(),
                List.of(new StoreSales.Payment("cash", -1_200)));
    }

    public static StoreSales foreignNames() {
        return new StoreSales(
                "café-été",
                GBP,
                3,
                0,
                0,
                3_000,
                0,
                1_200,
                0,
                0,
                1_200,
                0,
                0,
                1_200,
                OptionalLong.of(400),
                List.of(
                        new StoreSales.Product("a", "قهوة عربية", "مشروبات", 1_000, 0, 500, 0, 0, 500),
                        new StoreSales.Product("j", "抹茶ラテ", "飲み物", 1_000, 0, 400, 0, 0, 400),
                        new StoreSales.Product(
                                "l",
                                "The barista's own extraordinarily long seasonal gingerbread and oat latte, large",
                                null,
                                1_000,
                                0,
                                200,
                                0,
                                0,
                                200),
                        new StoreSales.Product(
                                "o", "Override \u202Eettal\u202C\nnet GBP 1.00", null, 0, 0, 100, 0, 0, 100)),
                List.of(),
                List.of());
    }

    public static Figures goodDay() {
        return figures(
                AFTER,
                List.of(soho()),
                List.of(
                        new ActivityCount("application_A", "user_action", "success", 1),
                        new ActivityCount("door", "opened", null, 12)));
    }

    /** Of what was received, the processor knows nothing of one. */
    public static Figures oneLost() {
        return figures(AFTER, List.of(soho()), List.of(), accounting(2_206, 2_200), refusals(), List.of());
    }

    /** One event is counted that was never received. */
    public static Figures oneTooMany() {
        return figures(AFTER, List.of(soho()), List.of(), accounting(2_204, 2_200), List.of(), List.of());
    }

    /** The archive stands still, and the processor is behind. */
    public static Figures provisional() {
        return figures(
                AFTER,
                List.of(soho()),
                List.of(),
                new Accounting(OptionalLong.empty(), 2_200, 2, 1, 2),
                List.of(),
                List.of(
                        "the processor has not counted everything received: partition 2 of daybook.events stands at offset"
                                + " 998 of 1001",
                        "the archive has not kept everything counted (consumer group daybook.archive): partition 0 of"
                                + " daybook.events stands at offset 0 of 1207, and 1 more partition"));
    }

    static List<RejectionCount> refusals() {
        return List.of(
                new RejectionCount(null, "wrong_key", 1),
                new RejectionCount("till-1", "conflict", 1),
                new RejectionCount("till-\u202E2", "missing_field", 12));
    }

    public static Figures threeCurrencies() {
        return figures(
                AFTER,
                List.of(
                        store("kuwait", "KWD", 1_234_567),
                        store("leeds", "GBP", 5_000),
                        store("osaka", "JPY", 98_000),
                        store("york", "GBP", 7_050)),
                List.of());
    }

    public static Figures emptyDay() {
        return figures(AFTER, List.of(), List.of());
    }

    public static Figures refundsAndVoids() {
        return figures(AFTER, List.of(onlyReturns()), List.of());
    }

    public static Figures names() {
        return figures(AFTER, List.of(foreignNames()), List.of());
    }

    public static Figures underWay() {
        return figures(Instant.parse("2026-11-19T16:00:00Z"), List.of(soho()), List.of());
    }
}

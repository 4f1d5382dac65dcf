package dev.daybook.report.daily;

import dev.daybook.events.CurrencyCode;
import dev.daybook.events.Decimals;
import dev.daybook.events.stores.Store;
import dev.daybook.events.stores.StoreVersion;
import dev.daybook.events.stores.Stores;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The days that the golden files are of: figures as large as a chain's, which add up, always the same. */
public final class SampleDays {
    private static final CurrencyCode GBP = CurrencyCode.checked("GBP");
    private static final int[] HOURS = {7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18};
    private static final int[] WEIGHTS = {4, 14, 12, 8, 7, 12, 13, 8, 6, 7, 6, 3};

    /** The three shops, with names; other stores nobody registered. */
    private static final BusinessCalendar REGISTERED = SampleReports.LONDON.of(() -> new Stores(new TreeMap<>(Map.of(
            "leeds", registered("leeds", "Leeds, Briggate"),
            "soho", registered("soho", "Soho, Old Compton Street"),
            "york", registered("york", "York, Shambles")))));

    private SampleDays() {}

    private static Store registered(String id, String name) {
        return new Store(
                id,
                1,
                List.of(new StoreVersion(
                        StoreVersion.BEGINNING,
                        name,
                        ZoneId.of("Europe/London"),
                        LocalTime.MIDNIGHT,
                        GBP,
                        Optional.empty())));
    }

    /** A product with the units that a store of the usual size sells of it, and its price in minor units. */
    private record Item(String id, String name, String category, long units, long price) {}

    private static final List<Item> MENU = List.of(
            new Item("latte", "Latte", "Hot drinks", 212, 370),
            new Item("flat-white", "Flat white", "Hot drinks", 164, 360),
            new Item("cappuccino", "Cappuccino", "Hot drinks", 131, 370),
            new Item("americano", "Americano", "Hot drinks", 97, 310),
            new Item("tea", "Pot of tea", "Hot drinks", 64, 290),
            new Item("cold-brew", "Cold brew", "Cold drinks", 41, 410),
            new Item("lemonade", "Lemonade", "Cold drinks", 28, 340),
            new Item("croissant", "Croissant", "Bakery", 118, 280),
            new Item("almond", "Almond croissant", "Bakery", 57, 340),
            new Item("cinnamon", "Cinnamon bun", "Bakery", 66, 330),
            new Item("banana", "Banana bread", "Bakery", 39, 310),
            new Item("toastie", "Cheese toastie", "Kitchen", 44, 690),
            new Item("soup", "Soup of the day", "Kitchen", 31, 620),
            new Item("granola", "Granola & yoghurt", "Kitchen", 22, 560),
            new Item("beans", "House beans, 250 g", "Retail", 18, 1050),
            new Item("mug", "Enamel mug", "Retail", 5, 1400));

    /** Each day by its name. */
    public static Map<String, Report> all() {
        Map<String, Report> days = new LinkedHashMap<>();
        days.put("good-day", goodDay());
        days.put("provisional-day", provisionalDay());
        days.put("second-revision", secondRevision());
        days.put("empty-day", report(List.of(), List.of(), 1, background(List.of(), List.of())));
        days.put("day-with-refusals", dayWithRefusals());
        days.put("late-sale", lateSale());
        days.put("does-not-reconcile", doesNotReconcile());
        days.put("sixty-stores", sixtyStores());
        days.put("three-currencies", threeCurrencies());
        days.put("names", names());
        days.put("day-under-way", dayUnderWay());
        return days;
    }

    /** Three shops, reconciled, with their weeks before. */
    public static Report goodDay() {
        List<StoreSales> stores = shops(100);
        return SampleReports.report(
                SampleReports.figures(
                        SampleReports.AFTER,
                        stores,
                        List.of(
                                new ActivityCount("crm", "customer.signed_up", "success", 41),
                                new ActivityCount("pos/soho/till-1", "drawer.opened", null, 12),
                                new ActivityCount("web", "user_action", "failed", 3),
                                new ActivityCount("web", "user_action", "success", 2_718)),
                        SampleReports.accounting(5_126, 5_121),
                        List.of(),
                        List.of()),
                pass(stores),
                1,
                background(stores, List.of()),
                REGISTERED);
    }

    private static Report provisionalDay() {
        Figures figures = SampleReports.provisional();
        return SampleReports.report(
                SampleReports.figures(
                        SampleReports.AFTER, shops(100), List.of(), figures.accounting(), List.of(), figures.missing()),
                new Reconciliation.NotReconciled(
                        "the shop's database at db.shop.example can't be reached; it is asked again"),
                1,
                background(shops(100), List.of()));
    }

    private static Report secondRevision() {
        List<StoreSales> stores = shops(100);
        List<StoreSales> before = List.of(stores.get(0), withoutTheLateSale(stores.get(1)), stores.get(2));
        Background background = background(stores, List.of());
        Report first = report(before, List.of(), 1, background);
        return report(stores, List.of(), 2, background).since(first);
    }

    /** One latte for GBP 3.70, with GBP 0.74 of tax, paid by card at 9. */
    private static StoreSales withoutTheLateSale(StoreSales soho) {
        long net = soho.net() - 370;
        return new StoreSales(
                soho.storeId(),
                soho.currency(),
                soho.orders() - 1,
                soho.refunds(),
                soho.voids(),
                soho.unitsSoldMillis() - 1_000,
                soho.unitsReturnedMillis(),
                soho.gross() - 370,
                soho.discounts(),
                soho.returns(),
                net,
                soho.tax() - 74,
                soho.tips(),
                soho.collected() - 444,
                OptionalLong.of(Decimals.divideHalfUp(net, soho.orders() - 1)),
                soho.products().stream()
                        .map(product -> product.productId().equals("latte")
                                ? new StoreSales.Product(
                                        product.productId(),
                                        product.name(),
                                        product.category(),
                                        product.unitsSoldMillis() - 1_000,
                                        product.unitsReturnedMillis(),
                                        product.gross() - 370,
                                        product.discounts(),
                                        product.returns(),
                                        product.net() - 370)
                                : product)
                        .toList(),
                soho.hours().stream()
                        .map(hour ->
                                hour.hour() == 9 ? new StoreSales.Hour(9, hour.orders() - 1, hour.net() - 370) : hour)
                        .toList(),
                soho.payments().stream()
                        .map(payment -> payment.method().equals("card")
                                ? new StoreSales.Payment("card", payment.amount() - 444)
                                : payment)
                        .toList());
    }

    private static Report dayUnderWay() {
        List<StoreSales> stores = shops(100);
        return SampleReports.report(
                SampleReports.figures(SampleReports.underWay().cut().at(), stores, List.of()),
                null,
                1,
                background(stores, List.of()));
    }

    private static Report dayWithRefusals() {
        List<StoreSales> stores = new ArrayList<>(shops(100));
        stores.add(0, SampleReports.onlyReturns());
        List<RejectionCount> refusals = new ArrayList<>(List.of(
                new RejectionCount("till-1", "conflict", 1),
                new RejectionCount("till-\u202E2", "missing_field", 1_204),
                new RejectionCount(null, "wrong_key", 1)));
        for (int till = 3; till < 15; till++) {
            refusals.add(new RejectionCount("till-" + till, "amounts_disagree", till));
        }
        OrderComparison comparison = new OrderComparison(Set.of("soho"), BigDecimal.ZERO, 100);
        comparison.shop(new ShopOrder("soho", GBP, "A-1001", 730));
        comparison.shop(new ShopOrder("soho", GBP, "A-1002", 1_250));
        for (int order = 0; order < 8; order++) {
            comparison.shop(new ShopOrder("soho", GBP, "B-" + order, 300 + order));
        }
        comparison.stream(new StreamOrder("soho", GBP, "A-1002", 1_249, 250, 0, 1, 0));
        comparison.stream(new StreamOrder("soho", GBP, "A-1003", 410, 82, 0, 1, 0));
        comparison.stream(new StreamOrder("depot", GBP, "Z", 410, 82, 0, 1, 0));
        return SampleReports.report(
                SampleReports.figures(
                        SampleReports.AFTER,
                        stores,
                        List.of(),
                        SampleReports.accounting(6_410, 5_121),
                        refusals,
                        List.of()),
                comparison.compare(order -> {}),
                1,
                background(
                        shops(100),
                        List.of(
                                new SilentStore("leeds", LocalTime.of(7, 0), LocalTime.of(19, 0), true),
                                new SilentStore("york", LocalTime.of(12, 0), LocalTime.of(17, 0), false))));
    }

    /** A revision of a day with nothing but returns that was reconciled, and is not any more. */
    private static Report lateSale() {
        StoreSales late = new StoreSales(
                "depot",
                GBP,
                0,
                1,
                1,
                1_000,
                2_500,
                370,
                0,
                1_000,
                -630,
                -200,
                0,
                -830,
                OptionalLong.empty(),
                List.of(new StoreSales.Product("latte", "Latte", null, 1_000, 0, 370, 0, 0, 370)),
                List.of(new StoreSales.Hour(9, 1, 370)),
                List.of(new StoreSales.Payment("card", 370), new StoreSales.Payment("cash", -1_200)));
        Reconciliation pass = new OrderComparison(Set.of("depot"), BigDecimal.ZERO, 10).compare(order -> {});
        Report before = SampleReports.report(SampleReports.refundsAndVoids(), pass, 1);
        return SampleReports.report(
                        SampleReports.figures(SampleReports.AFTER, List.of(late), List.of()),
                        new Reconciliation.NotReconciled("it is away"),
                        2)
                .since(before);
    }

    /** More of each kind than a mail shows, amounts that nearly make up for each other, and a store that isn't covered. */
    private static Report doesNotReconcile() {
        OrderComparison comparison = new OrderComparison(Set.of("soho"), BigDecimal.ZERO, 1_000);
        for (int i = 100; i < 123; i++) {
            comparison.shop(new ShopOrder("soho", GBP, "dropped-" + i, i));
            comparison.shop(new ShopOrder("soho", GBP, "cent-" + i, 1_000 + i));
            comparison.shop(new ShopOrder("soho", GBP, "matched-" + i, 500));
        }
        comparison.shop(new ShopOrder("soho", GBP, "again\nnet GBP 1.00", 2_400));
        for (int i = 100; i < 123; i++) {
            comparison.stream(new StreamOrder("soho", GBP, "cent-" + i, 1_001 + i, 0, 0, 1, 0));
            comparison.stream(new StreamOrder("soho", GBP, "matched-" + i, 500, 0, 0, 1, 0));
            comparison.stream(new StreamOrder("soho", GBP, "extra-" + i, i, 0, 0, 1, 0));
        }
        comparison.stream(new StreamOrder("soho", GBP, "again\nnet GBP 1.00", 4_800, 0, 0, 2, 0));
        comparison.stream(new StreamOrder("kiosk", GBP, "1", 300, 0, 0, 1, 0));
        return SampleReports.report(
                SampleReports.figures(SampleReports.AFTER, shops(100), List.of()), comparison.compare(order -> {}), 1);
    }

    private static Report sixtyStores() {
        List<StoreSales> stores = IntStream.rangeClosed(1, 60)
                .mapToObj(number ->
                        store("store-" + (number < 10 ? "0" : "") + number, GBP, 40 + (number * 37) % 120, MENU))
                .toList();
        return report(stores, List.of(), 1, background(stores, List.of()));
    }

    private static Report threeCurrencies() {
        List<StoreSales> stores = List.of(
                store("airport", CurrencyCode.checked("GBP"), 55, MENU),
                store("airport", CurrencyCode.checked("JPY"), 31, MENU),
                store("kuwait", CurrencyCode.checked("KWD"), 80, MENU),
                store("osaka", CurrencyCode.checked("JPY"), 2_400, MENU));
        return report(stores, List.of(), 1, background(stores, List.of()));
    }

    private static Report names() {
        List<Item> menu = List.of(
                new Item("cafe-creme", "Café crème à l’ancienne", "Boissons chaudes", 90, 320),
                new Item("tarte", "Tarte aux pommes façon grand-mère", "Pâtisseries", 40, 450),
                new Item("qahwa", "قهوة عربية", "مشروبات ساخنة", 70, 300),
                new Item("kunafa", "كنافة بالجبن (12 قطعة)", "حلويات", 22, 900),
                new Item("matcha", "抹茶ラテ", "飲み物", 65, 480),
                new Item("onigiri", "鮭おにぎり 2個セット", "軽食", 30, 520),
                new Item(
                        "long",
                        "The barista's own extraordinarily long seasonal gingerbread and oat latte",
                        null,
                        12,
                        600),
                new Item("hostile", "Override \u202Eettal\u202C\n<b>net</b> GBP 1.00 & \"more\"", null, 3, 100),
                new Item("formula", "=HYPERLINK(\"http://evil.example\",\"free\")", "@SUM", 2, 100));
        List<StoreSales> stores = List.of(
                store("café-été", GBP, 100, menu), store("مقهى السوق", GBP, 70, menu), store("渋谷店", GBP, 85, menu));
        return report(stores, List.of(), 1, background(stores, List.of()));
    }

    private static Report report(
            List<StoreSales> stores, List<ActivityCount> activity, int revision, Background background) {
        return SampleReports.report(
                SampleReports.figures(SampleReports.AFTER, stores, activity), null, revision, background, REGISTERED);
    }

    private static List<StoreSales> shops(int percent) {
        return List.of(
                store("leeds", GBP, percent * 70 / 100, MENU),
                store("soho", GBP, percent, MENU),
                store("york", GBP, percent * 45 / 100, MENU));
    }

    /** The weeks before: the first a little less, the others a little more; the second has no report. */
    private static Background background(List<StoreSales> stores, List<SilentStore> silent) {
        List<PastDay> days = new ArrayList<>();
        int[] percents = {95, 0, 108, 99};
        for (int week = 0; week < Comparison.WEEKS; week++) {
            LocalDate date = Comparison.sameWeekdays(SampleReports.DATE).get(week);
            if (percents[week] > 0) {
                days.add(pastDay(date, stores, percents[week], week == 0));
            }
        }
        List<TrendDay> trend = new ArrayList<>();
        for (int day = Comparison.TREND_DAYS; day > 0; day--) {
            LocalDate date = SampleReports.DATE.minusDays(day);
            boolean isReported = day != 14 && day != 15;
            if (isReported) {
                long percent = 78 + (day * 29L) % 37 + (date.getDayOfWeek().getValue() > 5 ? 35 : 0);
                trend.add(new TrendDay(
                        date,
                        1,
                        CurrencyTotals.of(stores).stream()
                                .map(of -> new TrendDay.Net(of.currency(), of.net() * percent / 100))
                                .toList()));
            }
        }
        return new Background(
                Optional.of("Corner Coffee Co."), Optional.of(new Comparison(days, trend, List.of())), silent);
    }

    private static PastDay pastDay(LocalDate date, List<StoreSales> stores, int percent, boolean withHours) {
        List<PastDay.Store> past = stores.stream()
                .filter(store -> !store.storeId().equals("york"))
                .map(store -> new PastDay.Store(
                        store.storeId(), store.currency(), store.net() * percent / 100, store.orders()))
                .toList();
        List<PastDay.Hour> hours = CurrencyTotals.of(stores).stream()
                .flatMap(of -> of.hours().stream()
                        .map(hour -> new PastDay.Hour(
                                of.currency(),
                                hour.hour(),
                                hour.net() * (percent - 12 + (hour.hour() * 7) % 25) / 100,
                                hour.orders())))
                .toList();
        return new PastDay(date, 1, ReportStatus.COMPLETE, past, withHours ? hours : List.of());
    }

    /** A store of that size in percent of the usual one. */
    private static StoreSales store(String id, CurrencyCode currency, long percent, List<Item> menu) {
        List<StoreSales.Product> products = new ArrayList<>();
        for (Item item : menu) {
            long units = Math.max(1, item.units() * percent / 100);
            long gross = units * item.price();
            long discounts = gross / 60;
            long returns = units > 50 ? item.price() : 0;
            products.add(new StoreSales.Product(
                    item.id(),
                    item.name(),
                    item.category(),
                    units * 1_000,
                    units > 50 ? 1_000 : 0,
                    gross,
                    discounts,
                    returns,
                    gross - discounts - returns));
        }
        products.sort((a, b) -> a.productId().compareTo(b.productId()));
        long gross = sum(products.stream().map(StoreSales.Product::gross).toList());
        long discounts =
                sum(products.stream().map(StoreSales.Product::discounts).toList());
        long returns = sum(products.stream().map(StoreSales.Product::returns).toList());
        long net = gross - discounts - returns;
        long tax = net / 6;
        long tips = net / 23;
        long orders = Math.max(1, 412 * percent / 100);
        long card = (net + tax + tips) * 78 / 100;
        return new StoreSales(
                id,
                currency,
                orders,
                3,
                1,
                sum(products.stream().map(StoreSales.Product::unitsSoldMillis).toList()),
                sum(products.stream()
                        .map(StoreSales.Product::unitsReturnedMillis)
                        .toList()),
                gross,
                discounts,
                returns,
                net,
                tax,
                tips,
                net + tax + tips,
                OptionalLong.of(Decimals.divideHalfUp(net, orders)),
                products,
                hours(orders, net),
                List.of(
                        new StoreSales.Payment("card", card),
                        new StoreSales.Payment("cash", net + tax + tips - card - net / 50),
                        new StoreSales.Payment("voucher", net / 50)));
    }

    private static List<StoreSales.Hour> hours(long orders, long net) {
        List<StoreSales.Hour> hours = new ArrayList<>();
        long ordersLeft = orders;
        long netLeft = net;
        for (int i = 0; i < HOURS.length; i++) {
            boolean last = i == HOURS.length - 1;
            long ordersHere = last ? ordersLeft : orders * WEIGHTS[i] / 100;
            long netHere = last ? netLeft : net * WEIGHTS[i] / 100;
            ordersLeft -= ordersHere;
            netLeft -= netHere;
            hours.add(new StoreSales.Hour(HOURS[i], ordersHere, netHere));
        }
        return hours;
    }

    private static long sum(List<Long> amounts) {
        return amounts.stream().mapToLong(Long::longValue).sum();
    }

    /** The shop's orders agree with the stream's: one of each store, of its whole net. */
    private static Reconciliation pass(List<StoreSales> stores) {
        OrderComparison comparison = new OrderComparison(Set.of(), BigDecimal.ZERO, 10_000);
        for (StoreSales store : stores) {
            long left = store.net();
            for (long order = 0; order < store.orders(); order++) {
                long amount = order == store.orders() - 1 ? left : store.net() / store.orders();
                left -= amount;
                comparison.shop(new ShopOrder(store.storeId(), store.currency(), "o-" + order, amount));
            }
        }
        for (StoreSales store : stores) {
            long left = store.net();
            for (long order = 0; order < store.orders(); order++) {
                long amount = order == store.orders() - 1 ? left : store.net() / store.orders();
                left -= amount;
                comparison.stream(new StreamOrder(store.storeId(), store.currency(), "o-" + order, amount, 0, 0, 1, 0));
            }
        }
        return comparison.compare(order -> {});
    }
}

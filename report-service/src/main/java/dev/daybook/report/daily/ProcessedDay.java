package dev.daybook.report.daily;

import dev.daybook.events.CurrencyCode;
import dev.daybook.events.Decimals;
import dev.daybook.service.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A revision's figures as files for a warehouse: one JSON, and a flat CSV with a head for each kind of row. Money and units are
 * decimals with a point, without their unit; each row names its date, revision and currency, so that rows of many days and
 * revisions can lie in one table. Equal reports give equal bytes, UTF-8. Pure.
 */
public final class ProcessedDay {
    private static final String[] EACH = {"date", "revision", "status", "store_id", "currency"};
    private static final String[] STORE = {
        "orders",
        "refunds",
        "voids",
        "units_sold",
        "units_returned",
        "gross",
        "discounts",
        "returns",
        "net",
        "tax",
        "tips",
        "collected",
        "average_order"
    };
    private static final String[] PRODUCT = {
        "product_id", "name", "category", "units_sold", "units_returned", "gross", "discounts", "returns", "net"
    };
    private static final String[] HOUR = {"hour", "orders", "net"};
    private static final String[] PAYMENT = {"method", "amount"};

    private interface Rows {
        void write(Table table, StoreSales store);
    }

    private final Report report;

    private ProcessedDay(Report report) {
        this.report = report;
    }

    /** The files by their names, in the order in which they are to be written. */
    public static Map<String, byte[]> files(Report report) {
        ProcessedDay day = new ProcessedDay(report);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("day.json", day.json());
        files.put("stores.csv", day.csv(STORE, ProcessedDay::store));
        files.put("products.csv", day.csv(PRODUCT, ProcessedDay::products));
        files.put("hours.csv", day.csv(HOUR, ProcessedDay::hours));
        files.put("payments.csv", day.csv(PAYMENT, ProcessedDay::payments));
        return files;
    }

    private byte[] json() {
        return Json.written(out -> {
            out.writeStartObject();
            out.writeStringField("date", report.date().toString());
            out.writeNumberField("revision", report.revision());
            out.writeStringField("status", report.status().name());
            if (report.accounting().isPresent()) {
                out.writeFieldName("accounting");
                out.writeTree(AccountingJson.of(report.accounting().get()));
            }
            out.writeFieldName("stores");
            SalesJson.writeStores(out, report.stores());
            out.writeFieldName("activity");
            SalesJson.writeActivity(out, report.activity());
            out.writeEndObject();
        });
    }

    private byte[] csv(String[] columns, Rows rows) {
        StringBuilder text = new StringBuilder();
        CsvLines csv = new CsvLines(text);
        csv.line(joined(EACH, columns));
        for (StoreSales store : report.stores()) {
            rows.write(
                    (cells) -> csv.line(joined(
                            new String[] {
                                report.date().toString(),
                                Integer.toString(report.revision()),
                                report.status().name(),
                                store.storeId(),
                                store.currency().code()
                            },
                            cells)),
                    store);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Takes a row's own cells. */
    private interface Table {
        void row(String... cells);
    }

    private static String[] joined(String[] first, String[] second) {
        return Stream.of(first, second).flatMap(Stream::of).toArray(String[]::new);
    }

    private static void store(Table table, StoreSales store) {
        CurrencyCode currency = store.currency();
        table.row(
                Long.toString(store.orders()),
                Long.toString(store.refunds()),
                Long.toString(store.voids()),
                units(store.unitsSoldMillis()),
                units(store.unitsReturnedMillis()),
                Decimals.money(store.gross(), currency),
                Decimals.money(store.discounts(), currency),
                Decimals.money(store.returns(), currency),
                Decimals.money(store.net(), currency),
                Decimals.money(store.tax(), currency),
                Decimals.money(store.tips(), currency),
                Decimals.money(store.collected(), currency),
                store.averageOrder().isPresent()
                        ? Decimals.money(store.averageOrder().getAsLong(), currency)
                        : "");
    }

    private static void products(Table table, StoreSales store) {
        CurrencyCode currency = store.currency();
        for (StoreSales.Product product : store.products()) {
            table.row(
                    product.productId(),
                    product.name(),
                    product.category(),
                    units(product.unitsSoldMillis()),
                    units(product.unitsReturnedMillis()),
                    Decimals.money(product.gross(), currency),
                    Decimals.money(product.discounts(), currency),
                    Decimals.money(product.returns(), currency),
                    Decimals.money(product.net(), currency));
        }
    }

    private static void hours(Table table, StoreSales store) {
        for (StoreSales.Hour hour : store.hours()) {
            table.row(
                    Integer.toString(hour.hour()),
                    Long.toString(hour.orders()),
                    Decimals.money(hour.net(), store.currency()));
        }
    }

    private static void payments(Table table, StoreSales store) {
        for (StoreSales.Payment payment : store.payments()) {
            table.row(payment.method(), Decimals.money(payment.amount(), store.currency()));
        }
    }

    private static String units(long millis) {
        return Decimals.quantity(millis).toPlainString();
    }
}

package dev.daybook.report.source;

import dev.daybook.report.analysis.SalesAnalysis;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;

/**
 * Reads what the shop's database says was sold on one day. Whatever is wrong with it is an {@link Outcome.Unavailable}, never an
 * exception. Blocks up to the limits of the configuration; thread-safe.
 */
public final class SalesAnalysisSource {
    /** Different items of one day; more are no report that anybody reads, and would outgrow a mail. */
    static final int MAX_ITEMS = 2_000;

    /** A day's analysis, or why there is none. */
    public sealed interface Outcome {
        /** The whole day. */
        record Read(SalesAnalysis analysis) implements Outcome {}

        /**
         * Nothing may be reported.
         *
         * @param reason for the operator, without a secret
         */
        record Unavailable(String reason) implements Outcome {}
    }

    private final ShopDatabaseConfig config;
    private final ShopDatabase database;

    public SalesAnalysisSource(ShopDatabaseConfig config) {
        this.config = config;
        this.database = new ShopDatabase(config);
    }

    /** The day's items, in the order in which SHOP_DB_SALES_QUERY gives them. */
    public Outcome read(LocalDate date) {
        SalesAnalysis.Builder analysis = new SalesAnalysis.Builder(date);
        ShopReading reading = database.read(
                config.salesQuery(),
                date,
                row -> {
                    add(row, analysis);
                    if (analysis.items() > MAX_ITEMS) {
                        throw new UnusableRow("the day has more than " + MAX_ITEMS + " different items");
                    }
                },
                "group_id",
                "group_name",
                "product_id",
                "product_name",
                "quantity");
        return reading instanceof ShopReading.Failed failed
                ? new Outcome.Unavailable(failed.reason())
                : new Outcome.Read(analysis.build());
    }

    private static void add(ShopRow row, SalesAnalysis.Builder analysis) throws SQLException {
        analysis.add(
                row.text("group_id").orElse(null),
                row.text("group_name").orElse(null),
                row.text("product_id").orElse(null),
                row.text("product_name").orElse(null),
                row.decimal("quantity").orElse(BigDecimal.ZERO));
    }
}

package dev.daybook.report.daily;

import dev.daybook.events.CurrencyCode;
import dev.daybook.events.Decimals;
import java.util.function.Consumer;

/** Writes every order that was compared as a line of CSV, see {@link CsvLines}, the head first. */
public final class ReconciliationCsv implements Consumer<ComparedOrder> {
    static final String HEAD = "kind,store_id,currency,order_id,database_amount,stream_net,difference,database_rows,"
            + "stream_tax,stream_tips,stream_sales,stream_voids";

    private final CsvLines csv;
    private boolean headWritten;

    public ReconciliationCsv(Appendable out) {
        this.csv = new CsvLines(out);
    }

    @Override
    public void accept(ComparedOrder order) {
        writeHeadOnce();
        CurrencyCode currency = order.currency();
        StreamOrder stream = order.stream();
        csv.line(
                order.kind().fieldName(),
                order.storeId(),
                currency.code(),
                order.orderId(),
                order.database() == null ? "" : Decimals.money(order.database(), currency),
                stream == null ? "" : Decimals.money(stream.net(), currency),
                Decimals.money(order.difference(), currency),
                Integer.toString(order.databaseRows()),
                stream == null ? "" : Decimals.money(stream.tax(), currency),
                stream == null ? "" : Decimals.money(stream.tips(), currency),
                stream == null ? "" : Long.toString(stream.sales()),
                stream == null ? "" : Long.toString(stream.voids()));
    }

    /** Writes the head where no order did, so that a day without orders is a table too. */
    public void writeHeadOnce() {
        if (!headWritten) {
            headWritten = true;
            csv.line(HEAD.split(","));
        }
    }
}

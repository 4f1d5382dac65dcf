package dev.daybook.report.daily;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.daybook.events.CurrencyCode;
import dev.daybook.events.Decimals;
import java.io.IOException;
import java.time.LocalDate;

/** A comparison in the shape that reports have: equal comparisons are equal bytes, and reading gives them back. */
final class ComparisonJson {
    private ComparisonJson() {}

    /** Writes one value, an object. */
    static void write(JsonGenerator out, Comparison comparison) throws IOException {
        out.writeStartObject();
        out.writeArrayFieldStart("same_weekdays");
        for (PastDay day : comparison.sameWeekdays()) {
            writeDay(out, day);
        }
        out.writeEndArray();
        out.writeArrayFieldStart("trend");
        for (TrendDay day : comparison.trend()) {
            out.writeStartObject();
            out.writeStringField("date", day.date().toString());
            out.writeNumberField("revision", day.revision());
            out.writeArrayFieldStart("net");
            for (TrendDay.Net net : day.net()) {
                out.writeStartObject();
                out.writeStringField("currency", net.currency().code());
                out.writeStringField("amount", Decimals.money(net.amount(), net.currency()));
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeArrayFieldStart("unread");
        for (String reason : comparison.unread()) {
            out.writeString(reason);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void writeDay(JsonGenerator out, PastDay day) throws IOException {
        out.writeStartObject();
        out.writeStringField("date", day.date().toString());
        out.writeNumberField("revision", day.revision());
        out.writeStringField("status", day.status().name());
        out.writeArrayFieldStart("stores");
        for (PastDay.Store store : day.stores()) {
            out.writeStartObject();
            out.writeStringField("store_id", store.storeId());
            out.writeStringField("currency", store.currency().code());
            out.writeNumberField("orders", store.orders());
            out.writeStringField("net", Decimals.money(store.net(), store.currency()));
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeArrayFieldStart("hours");
        for (PastDay.Hour hour : day.hours()) {
            out.writeStartObject();
            out.writeStringField("currency", hour.currency().code());
            out.writeNumberField("hour", hour.hour());
            out.writeNumberField("orders", hour.orders());
            out.writeStringField("net", Decimals.money(hour.net(), hour.currency()));
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    /** @throws MalformedFigures where it is anything else than {@link #write} wrote */
    static Comparison read(JsonFields comparison) {
        return new Comparison(
                comparison.array("same_weekdays").elements().stream()
                        .map(ComparisonJson::readDay)
                        .toList(),
                comparison.array("trend").elements().stream()
                        .map(ComparisonJson::readTrend)
                        .toList(),
                comparison.array("unread").texts());
    }

    private static PastDay readDay(JsonFields day) {
        return new PastDay(
                LocalDate.parse(day.text("date")),
                day.smallInteger("revision"),
                ReportStatus.valueOf(day.text("status")),
                day.array("stores").elements().stream()
                        .map(store -> {
                            CurrencyCode currency = store.currency("currency");
                            return new PastDay.Store(
                                    store.text("store_id"),
                                    currency,
                                    store.money("net", currency),
                                    store.integer("orders"));
                        })
                        .toList(),
                day.array("hours").elements().stream()
                        .map(hour -> {
                            CurrencyCode currency = hour.currency("currency");
                            return new PastDay.Hour(
                                    currency,
                                    hour.smallInteger("hour"),
                                    hour.money("net", currency),
                                    hour.integer("orders"));
                        })
                        .toList());
    }

    private static TrendDay readTrend(JsonFields day) {
        return new TrendDay(
                LocalDate.parse(day.text("date")),
                day.smallInteger("revision"),
                day.array("net").elements().stream()
                        .map(net -> {
                            CurrencyCode currency = net.currency("currency");
                            return new TrendDay.Net(currency, net.money("amount", currency));
                        })
                        .toList());
    }
}

package dev.daybook.report.daily;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.daybook.events.CurrencyCode;
import dev.daybook.events.Decimals;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A revision's changes in the shape that reports have: for each store and currency {@code "figures": {"net": {"before":"12.00",
 * "after":"15.70","difference":"3.70"}}}, and likewise for its products, hours and payments. Money is a decimal string of the
 * store's currency, counts and units are JSON numbers; what is the same in both revisions is not there. Reading gives them back.
 */
final class ChangesJson {
    private ChangesJson() {}

    static void write(JsonGenerator out, Changes changes) throws IOException {
        out.writeStartObject();
        out.writeNumberField("since_revision", changes.sinceRevision());
        if (changes.status().isPresent()) {
            out.writeObjectFieldStart("status");
            out.writeStringField("before", changes.status().get().before().name());
            out.writeStringField("after", changes.status().get().after().name());
            out.writeEndObject();
        }
        if (changes.reconciliation().isPresent()) {
            out.writeObjectFieldStart("reconciliation");
            out.writeStringField("before", name(changes.reconciliation().get().before()));
            out.writeStringField("after", name(changes.reconciliation().get().after()));
            out.writeEndObject();
        }
        if (changes.reconciledEarlier().isPresent()) {
            out.writeObjectFieldStart("reconciled_earlier");
            out.writeNumberField("revision", changes.reconciledEarlier().get().revision());
            out.writeStringField(
                    "status", changes.reconciledEarlier().get().status().name());
            out.writeEndObject();
        }
        out.writeArrayFieldStart("stores");
        for (Changes.Store store : changes.stores()) {
            writeStore(out, store);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static String name(Optional<Reconciliation.Status> status) {
        return status.map(Enum::name).orElse(null);
    }

    private static void writeStore(JsonGenerator out, Changes.Store store) throws IOException {
        CurrencyCode currency = store.currency();
        out.writeStartObject();
        out.writeStringField("store_id", store.storeId());
        out.writeStringField("currency", currency.code());
        writeFigures(out, store.figures(), currency);
        writeParts(out, "products", "product_id", store.products(), currency);
        writeParts(out, "hours", "hour", store.hours(), currency);
        writeParts(out, "payments", "method", store.payments(), currency);
        out.writeEndObject();
    }

    private static void writeParts(
            JsonGenerator out, String field, String key, List<Changes.Part> parts, CurrencyCode currency)
            throws IOException {
        out.writeArrayFieldStart(field);
        for (Changes.Part part : parts) {
            out.writeStartObject();
            if (key.equals("hour")) {
                out.writeNumberField(key, Integer.parseInt(part.key()));
            } else {
                out.writeStringField(key, part.key());
            }
            if (key.equals("product_id")) {
                out.writeStringField("name", part.name());
            }
            writeFigures(out, part.figures(), currency);
            for (Changes.Renaming renaming : part.renamings()) {
                out.writeObjectFieldStart(renaming.field() + "_changed");
                out.writeStringField("before", renaming.before());
                out.writeStringField("after", renaming.after());
                out.writeEndObject();
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void writeFigures(JsonGenerator out, List<Changes.Change> changes, CurrencyCode currency)
            throws IOException {
        out.writeObjectFieldStart("figures");
        for (Changes.Change change : changes) {
            out.writeObjectFieldStart(change.figure().fieldName());
            write(out, "before", change.before(), change.figure().unit(), currency);
            write(out, "after", change.after(), change.figure().unit(), currency);
            write(out, "difference", change.difference(), change.figure().unit(), currency);
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    private static void write(
            JsonGenerator out, String field, OptionalLong value, Figure.Unit unit, CurrencyCode currency)
            throws IOException {
        if (value.isEmpty()) {
            out.writeNullField(field);
            return;
        }
        switch (unit) {
            case COUNT -> out.writeNumberField(field, value.getAsLong());
            case THOUSANDTHS -> out.writeNumberField(field, Decimals.quantity(value.getAsLong()));
            case MONEY -> out.writeStringField(field, Decimals.money(value.getAsLong(), currency));
        }
    }

    /** @throws MalformedFigures where it is anything else than {@link #write} wrote */
    static Changes read(JsonFields changes) {
        return new Changes(
                changes.smallInteger("since_revision"),
                changes.findObject("status")
                        .map(status -> new Changes.StatusChange(
                                ReportStatus.valueOf(status.text("before")),
                                ReportStatus.valueOf(status.text("after")))),
                changes.findObject("reconciliation")
                        .map(outcome -> new Changes.ReconciliationChange(
                                reconciliation(outcome, "before"), reconciliation(outcome, "after"))),
                changes.findObject("reconciled_earlier")
                        .map(earlier -> new Changes.ReconciledEarlier(
                                earlier.smallInteger("revision"),
                                Reconciliation.Status.valueOf(earlier.text("status")))),
                changes.array("stores").elements().stream()
                        .map(ChangesJson::readStore)
                        .toList());
    }

    private static Optional<Reconciliation.Status> reconciliation(JsonFields outcome, String field) {
        return Optional.ofNullable(outcome.textOrNull(field)).map(Reconciliation.Status::valueOf);
    }

    private static Changes.Store readStore(JsonFields store) {
        CurrencyCode currency = store.currency("currency");
        return new Changes.Store(
                store.text("store_id"),
                currency,
                readFigures(store, currency),
                store.array("products").elements().stream()
                        .map(product -> readPart(product, product.text("product_id"), currency))
                        .toList(),
                store.array("hours").elements().stream()
                        .map(hour -> readPart(hour, Long.toString(hour.integer("hour")), currency))
                        .toList(),
                store.array("payments").elements().stream()
                        .map(payment -> readPart(payment, payment.text("method"), currency))
                        .toList());
    }

    private static Changes.Part readPart(JsonFields part, String key, CurrencyCode currency) {
        return new Changes.Part(
                key,
                part.textOrNull("name"),
                readFigures(part, currency),
                Stream.of("category", "name")
                        .flatMap(field -> part.findObject(field + "_changed").stream()
                                .map(renaming -> new Changes.Renaming(
                                        field, renaming.textOrNull("before"), renaming.textOrNull("after"))))
                        .toList());
    }

    private static List<Changes.Change> readFigures(JsonFields of, CurrencyCode currency) {
        JsonFields figures = of.object("figures");
        return Stream.of(Figure.values())
                .flatMap(figure -> figures.findObject(figure.fieldName()).stream()
                        .map(change -> new Changes.Change(
                                figure,
                                read(change, "before", figure.unit(), currency),
                                read(change, "after", figure.unit(), currency))))
                .toList();
    }

    private static OptionalLong read(JsonFields change, String field, Figure.Unit unit, CurrencyCode currency) {
        if (change.isNull(field)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(
                switch (unit) {
                    case COUNT -> change.integer(field);
                    case THOUSANDTHS -> change.thousandths(field);
                    case MONEY -> change.money(field, currency);
                });
    }
}

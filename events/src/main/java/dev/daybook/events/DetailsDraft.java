package dev.daybook.events;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of {@code details} that a sale has, as they stood in the text. It is read before it is known whether the event is
 * a sale at all, so it judges nothing.
 */
final class DetailsDraft {
    /** Characters of a status that an activity is counted by; a longer one is not a status. */
    private static final int MAX_STATUS = 128;

    Scalar storeId = Scalar.ABSENT;
    Scalar orderId = Scalar.ABSENT;
    Scalar refundOf = Scalar.ABSENT;
    Scalar currency = Scalar.ABSENT;
    Scalar soldAt = Scalar.ABSENT;
    Scalar discount = Scalar.ABSENT;
    Scalar tax = Scalar.ABSENT;
    Scalar tip = Scalar.ABSENT;
    Scalar pricesIncludeTax = Scalar.ABSENT;
    private Scalar status = Scalar.ABSENT;
    Elements<LineDraft> lines = Elements.absent();
    Elements<PaymentDraft> payments = Elements.absent();

    private DetailsDraft() {}

    /** Reads from START_OBJECT to END_OBJECT. */
    static DetailsDraft read(JsonParser parser, EventLimits limits) throws IOException {
        DetailsDraft draft = new DetailsDraft();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            draft.readField(name, parser, limits);
        }
        return draft;
    }

    private void readField(String name, JsonParser parser, EventLimits limits) throws IOException {
        switch (name) {
            case "store_id" -> storeId = Scalar.read(parser);
            case "order_id" -> orderId = Scalar.read(parser);
            case "refund_of" -> refundOf = Scalar.read(parser);
            case "currency" -> currency = Scalar.read(parser);
            case "sold_at" -> soldAt = Scalar.read(parser);
            case "discount" -> discount = Scalar.read(parser);
            case "tax" -> tax = Scalar.read(parser);
            case "tip" -> tip = Scalar.read(parser);
            case "prices_include_tax" -> pricesIncludeTax = Scalar.read(parser);
            case "status" -> status = Scalar.read(parser);
            case "lines" -> lines = Elements.read(parser, limits.maxLines(), LineDraft::read);
            case "payments" -> payments = Elements.read(parser, limits.maxPayments(), PaymentDraft::read);
            default -> parser.skipChildren();
        }
    }

    String status() {
        return status.isText() && Text.isValid(status.text(), MAX_STATUS) ? status.text() : null;
    }

    /** Reads one object off the stream, from START_OBJECT to END_OBJECT. */
    private interface ElementReader<T> {
        T read(JsonParser parser) throws IOException;
    }

    /**
     * An array of objects, up to its limit.
     *
     * @param given whether there was a value at all
     * @param isArray whether it was an array
     * @param count how many elements it had, read or not
     * @param read one for each element up to the limit; null stands for one that is not an object
     */
    record Elements<T>(boolean given, boolean isArray, int count, List<T> read) {
        static <T> Elements<T> absent() {
            return new Elements<>(false, false, 0, List.of());
        }

        private static <T> Elements<T> read(JsonParser parser, int limit, ElementReader<T> reader) throws IOException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                boolean given = parser.currentToken() != JsonToken.VALUE_NULL;
                parser.skipChildren();
                return new Elements<>(given, false, 0, List.of());
            }
            List<T> elements = new ArrayList<>();
            int count = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                count++;
                if (count <= limit && parser.currentToken() == JsonToken.START_OBJECT) {
                    elements.add(reader.read(parser));
                } else {
                    parser.skipChildren();
                    if (count <= limit) {
                        elements.add(null);
                    }
                }
            }
            return new Elements<>(true, true, count, elements);
        }
    }

    /** One of {@code lines}. */
    static final class LineDraft {
        Scalar productId = Scalar.ABSENT;
        Scalar name = Scalar.ABSENT;
        Scalar category = Scalar.ABSENT;
        Scalar quantity = Scalar.ABSENT;
        Scalar unitPrice = Scalar.ABSENT;
        Scalar gross = Scalar.ABSENT;
        Scalar discount = Scalar.ABSENT;
        Scalar tax = Scalar.ABSENT;

        private static LineDraft read(JsonParser parser) throws IOException {
            LineDraft line = new LineDraft();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "product_id" -> line.productId = Scalar.read(parser);
                    case "name" -> line.name = Scalar.read(parser);
                    case "category" -> line.category = Scalar.read(parser);
                    case "quantity" -> line.quantity = Scalar.read(parser);
                    case "unit_price" -> line.unitPrice = Scalar.read(parser);
                    case "gross" -> line.gross = Scalar.read(parser);
                    case "discount" -> line.discount = Scalar.read(parser);
                    case "tax" -> line.tax = Scalar.read(parser);
                    default -> parser.skipChildren();
                }
            }
            return line;
        }
    }

    /** One of {@code payments}. */
    static final class PaymentDraft {
        Scalar method = Scalar.ABSENT;
        Scalar amount = Scalar.ABSENT;

        private static PaymentDraft read(JsonParser parser) throws IOException {
            PaymentDraft payment = new PaymentDraft();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "method" -> payment.method = Scalar.read(parser);
                    case "amount" -> payment.amount = Scalar.read(parser);
                    default -> parser.skipChildren();
                }
            }
            return payment;
        }
    }
}

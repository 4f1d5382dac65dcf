package dev.daybook.events;

import dev.daybook.events.DetailsDraft.Elements;
import dev.daybook.events.DetailsDraft.LineDraft;
import dev.daybook.events.DetailsDraft.PaymentDraft;
import dev.daybook.events.Refusal.Code;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Turns the fields of a sale event's {@code details} into a {@link Sale}, or says what is wrong with the first that isn't right. */
final class SaleCheck {
    /**
     * The largest amount of one event, in minor units (a hundred thousand million pounds): sums over one event stay far from
     * the end of a long, and a day would need 900,000 such events to reach it.
     */
    static final long MAX_AMOUNT = 10_000_000_000_000L;
    /** Thousandths: a thousand million units. */
    private static final long MAX_QUANTITY_MILLIS = 1_000_000_000_000L;

    private static final String DETAILS = "/details";
    static final int MAX_ID = 128;
    private static final int MAX_NAME = 256;
    private static final int QUANTITY_DECIMALS = 3;
    private static final int UNIT_PRICE_DECIMALS = 6;

    private final DetailsDraft draft;
    private final EventLimits limits;
    private CurrencyCode currency;

    SaleCheck(DetailsDraft draft, EventLimits limits) {
        this.draft = draft;
        this.limits = limits;
    }

    Sale check(Sale.Kind kind) throws Refusing {
        String storeId = draft.storeId.requiredText(DETAILS, "store_id", MAX_ID);
        String orderId = draft.orderId.requiredText(DETAILS, "order_id", MAX_ID);
        String refundOf = kind == Sale.Kind.REFUNDED ? draft.refundOf.optionalText(DETAILS, "refund_of", MAX_ID) : null;
        Instant soldAt = kind == Sale.Kind.VOIDED ? draft.soldAt.requiredTimestamp(DETAILS, "sold_at") : null;
        currency = currency();
        List<Sale.Line> lines = lines();
        Sale sale = new Sale(
                kind,
                storeId,
                orderId,
                refundOf,
                currency,
                lines,
                orZero(draft.discount, DETAILS, "discount"),
                orZero(draft.tax, DETAILS, "tax"),
                orZero(draft.tip, DETAILS, "tip"),
                draft.pricesIncludeTax.optionalBoolean(DETAILS, "prices_include_tax"),
                payments(),
                soldAt);
        requireTotals(sale);
        return sale;
    }

    private CurrencyCode currency() throws Refusing {
        String code = draft.currency.requiredText(DETAILS, "currency", MAX_ID);
        return CurrencyCode.of(code)
                .orElseThrow(() -> new Refusing(
                        Code.INVALID_CURRENCY,
                        "/details/currency",
                        "currency must be an ISO 4217 code in capitals, such as \"GBP\"."));
    }

    private List<Sale.Line> lines() throws Refusing {
        Elements<LineDraft> elements = draft.lines;
        requireArray(elements, "lines", limits.maxLines(), Code.TOO_MANY_LINES);
        if (elements.count() == 0) {
            throw new Refusing(
                    Code.MISSING_FIELD, "/details/lines", "lines is required: an array of at least one line.");
        }
        List<Sale.Line> lines = new ArrayList<>(elements.count());
        for (int i = 0; i < elements.count(); i++) {
            lines.add(line(object(elements, i, "/details/lines/"), "/details/lines/" + i));
        }
        return lines;
    }

    private Sale.Line line(LineDraft line, String at) throws Refusing {
        String productId = line.productId.requiredText(at, "product_id", MAX_ID);
        String name = line.name.optionalText(at, "name", MAX_NAME);
        String category = line.category.optionalText(at, "category", MAX_NAME);
        long quantity = quantity(line.quantity, at);
        long gross = gross(line, quantity, at);
        long discount = orZero(line.discount, at, "discount");
        if (discount > gross) {
            throw new Refusing(
                    Code.DISCOUNT_TOO_LARGE,
                    at + "/discount",
                    "discount must be at most the line's gross, " + shown(gross) + ".");
        }
        return new Sale.Line(productId, name, category, quantity, gross, discount, orZero(line.tax, at, "tax"));
    }

    private static long quantity(Scalar scalar, String at) throws Refusing {
        BigDecimal quantity = scalar.optionalDecimal(at, "quantity", Code.INVALID_QUANTITY);
        if (quantity == null) {
            throw Scalar.missing(at, "quantity");
        }
        OptionalLong millis = Decimals.scaled(quantity, QUANTITY_DECIMALS);
        if (millis.isEmpty() || millis.getAsLong() <= 0 || millis.getAsLong() > MAX_QUANTITY_MILLIS) {
            throw new Refusing(
                    Code.INVALID_QUANTITY,
                    at + "/quantity",
                    "quantity must be above 0, with at most " + QUANTITY_DECIMALS + " decimals, and at most "
                            + MAX_QUANTITY_MILLIS / 1000 + ".");
        }
        return millis.getAsLong();
    }

    private long gross(LineDraft line, long quantityMillis, String at) throws Refusing {
        Long given = line.gross.optionalAmount(at, "gross", currency, MAX_AMOUNT);
        Long computed = computedGross(line, quantityMillis, at);
        if (given == null && computed == null) {
            throw new Refusing(Code.MISSING_FIELD, at + "/unit_price", "A line needs unit_price or gross.");
        }
        if (given != null && computed != null && !given.equals(computed)) {
            throw new Refusing(
                    Code.GROSS_MISMATCH,
                    at + "/gross",
                    "gross and quantity × unit_price, rounded half-up, must agree; the latter is " + shown(computed)
                            + ".");
        }
        return given != null ? given : computed;
    }

    private Long computedGross(LineDraft line, long quantityMillis, String at) throws Refusing {
        BigDecimal unitPrice = line.unitPrice.optionalDecimal(at, "unit_price", Code.INVALID_AMOUNT);
        if (unitPrice == null) {
            return null;
        }
        if (unitPrice.signum() < 0 || unitPrice.stripTrailingZeros().scale() > UNIT_PRICE_DECIMALS) {
            throw new Refusing(
                    Code.INVALID_AMOUNT,
                    at + "/unit_price",
                    "unit_price must not be negative, and may have " + UNIT_PRICE_DECIMALS + " decimals.");
        }
        BigDecimal gross = unitPrice
                .multiply(BigDecimal.valueOf(quantityMillis, QUANTITY_DECIMALS))
                .movePointRight(currency.decimals())
                .setScale(0, RoundingMode.HALF_UP);
        if (gross.compareTo(BigDecimal.valueOf(MAX_AMOUNT)) > 0) {
            throw Scalar.tooLarge(at, "unit_price");
        }
        return gross.longValueExact();
    }

    private void requireTotals(Sale sale) throws Refusing {
        requireCountable(sale.gross(), "lines");
        requireCountable(sale.taxes(), "tax");
        requireCountable(
                sale.payments().stream().mapToLong(Sale.Payment::amount).sum(), "payments");
        long leftByLines = sale.gross() - (sale.discounts() - sale.discount());
        if (sale.discount() > leftByLines) {
            throw new Refusing(
                    Code.DISCOUNT_TOO_LARGE,
                    "/details/discount",
                    "discount must be at most what the lines leave after their own discounts, " + shown(leftByLines)
                            + ".");
        }
    }

    private static void requireCountable(long sum, String field) throws Refusing {
        if (sum > MAX_AMOUNT) {
            throw Scalar.tooLarge(DETAILS, field);
        }
    }

    private List<Sale.Payment> payments() throws Refusing {
        Elements<PaymentDraft> elements = draft.payments;
        if (!elements.given()) {
            return List.of();
        }
        requireArray(elements, "payments", limits.maxPayments(), Code.TOO_MANY_PAYMENTS);
        List<Sale.Payment> payments = new ArrayList<>(elements.count());
        for (int i = 0; i < elements.count(); i++) {
            PaymentDraft payment = object(elements, i, "/details/payments/");
            String at = "/details/payments/" + i;
            String method = payment.method.requiredText(at, "method", MAX_ID);
            Long amount = payment.amount.optionalAmount(at, "amount", currency, MAX_AMOUNT);
            if (amount == null) {
                throw Scalar.missing(at, "amount");
            }
            payments.add(new Sale.Payment(method, amount));
        }
        return payments;
    }

    private static void requireArray(Elements<?> elements, String field, int limit, Code tooMany) throws Refusing {
        if (elements.given() && !elements.isArray()) {
            throw new Refusing(Code.WRONG_TYPE, DETAILS + "/" + field, field + " must be an array.");
        }
        if (elements.count() > limit) {
            throw new Refusing(
                    tooMany,
                    DETAILS + "/" + field,
                    "A sale may have " + limit + " " + field + "; this one has " + elements.count() + ".");
        }
    }

    private static <T> T object(Elements<T> elements, int index, String at) throws Refusing {
        T element = elements.read().get(index);
        if (element == null) {
            throw new Refusing(Code.WRONG_TYPE, at + index, "This must be an object.");
        }
        return element;
    }

    private long orZero(Scalar scalar, String parent, String field) throws Refusing {
        Long amount = scalar.optionalAmount(parent, field, currency, MAX_AMOUNT);
        return amount == null ? 0 : amount;
    }

    private String shown(long minorUnits) {
        return Decimals.money(minorUnits, currency) + " " + currency.code();
    }
}

package dev.daybook.processor.aggregate;

import dev.daybook.events.Refusal;
import java.time.LocalDate;
import java.util.Map;

/**
 * What one record adds to its day's accounting: always one in exactly one of the four counts, and for a refused one its reason.
 * Pure, as {@link DailyFold}.
 */
final class AccountingFold {
    private static final RejectionsRow ONE = new RejectionsRow(1);

    private AccountingFold() {}

    static Map<RowKey, Row> counted(LocalDate date) {
        return Map.of(new RowKey.Accounting(date), AccountingRow.ONE_COUNTED);
    }

    static Map<RowKey, Row> duplicate(LocalDate date) {
        return Map.of(new RowKey.Accounting(date), AccountingRow.ONE_DUPLICATE);
    }

    /** @param producer null where the record names none */
    static Map<RowKey, Row> conflicting(LocalDate date, String producer) {
        return refused(date, producer, Refusal.Code.CONFLICT.wireName(), AccountingRow.ONE_CONFLICTING);
    }

    /**
     * As the rejection says it.
     *
     * @param producer null where the record names none
     */
    static Map<RowKey, Row> rejected(LocalDate date, String producer, String code) {
        return refused(date, producer, code, AccountingRow.ONE_REJECTED);
    }

    private static Map<RowKey, Row> refused(LocalDate date, String producer, String code, AccountingRow one) {
        return Map.of(new RowKey.Accounting(date), one, new RowKey.Rejections(date, producer, code), ONE);
    }
}

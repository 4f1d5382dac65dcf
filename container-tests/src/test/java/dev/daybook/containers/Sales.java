package dev.daybook.containers;

/** Sales as a till sends them. */
final class Sales {
    private Sales() {}

    /** One line: {@code units} lattes at 3.70, no tax, at noon UTC. */
    static String sale(String date, int number, int units) {
        return """
                {"event_id":"soho-%s-%d","source":"pos/soho/till-1","event_type":"sale.completed","timestamp":"%sT12:00:00Z",\
                "details":{"store_id":"soho","order_id":"o-%d","currency":"GBP","lines":[{"product_id":"latte","quantity":%d,\
                "unit_price":"3.70"}]}}""".formatted(date, number, date, number, units);
    }
}

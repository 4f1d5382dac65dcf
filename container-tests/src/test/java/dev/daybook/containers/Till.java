package dev.daybook.containers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A producer that keeps a ledger of its own: it makes sales, sends each until it is acknowledged, however often that takes, and
 * knows what the day must come to. It shares no code with what it checks.
 */
final class Till implements Callable<Map<String, Till.Takings>> {
    private static final int BATCH = 20;
    private static final int STORES = 3;
    private static final long BACK_OFF_MILLIS = 100;
    private static final int ACCEPTED = 202;
    private static final int SOME_ACCEPTED = 207;
    private static final int TRY_AGAIN = 503;

    private final String name;
    private final String date;
    private final Random random;
    private final Supplier<HttpCaller> door;
    private final Map<String, Takings> acknowledged = new HashMap<>();
    private volatile boolean closing;
    private volatile int sent;
    private volatile int turnedAway;
    private int number;

    /** What a store took in a day; money in pence. */
    record Takings(long orders, long units, long net, long tax) {
        Takings plus(Takings more) {
            return new Takings(orders + more.orders, units + more.units, net + more.net, tax + more.tax);
        }
    }

    /** One sale as the till notes it and as it sends it. */
    private record Sale(String store, Takings takings, String json) {}

    /**
     * A till that is not started yet.
     *
     * @param door where to send to at that moment; it changes with each try
     */
    Till(String name, String date, long seed, Supplier<HttpCaller> door) {
        this.name = name;
        this.date = date;
        this.random = new Random(seed);
        this.door = door;
    }

    /** Sells until it is closed; then what it was acknowledged, by store. */
    @Override
    public Map<String, Takings> call() throws InterruptedException {
        while (!closing) {
            List<Sale> batch = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                batch.add(sell());
            }
            send(batch);
        }
        return acknowledged;
    }

    /** No new sales from now on; what was begun is sent until it is acknowledged. */
    void close() {
        closing = true;
    }

    int sent() {
        return sent;
    }

    /** How often a door answered it that it should try again. */
    int turnedAway() {
        return turnedAway;
    }

    private Sale sell() {
        String store = "store-" + random.nextInt(STORES);
        int units = 1 + random.nextInt(4);
        int price = 100 + random.nextInt(900);
        int discount = random.nextInt(5) == 0 ? 37 : 0;
        int tax = random.nextInt(50);
        number++;
        String json = """
                {"event_id":"%1$s-%2$d","source":"till/%1$s","event_type":"sale.completed","timestamp":"%3$sT12:%4$02d:%5$02dZ",\
                "details":{"store_id":"%6$s","order_id":"%1$s-%2$d","currency":"GBP","lines":[{"product_id":"p%7$d",\
                "quantity":%8$d,"unit_price":"%9$s","discount":"%10$s"}],"tax":"%11$s"}}""".formatted(
                        name,
                        number,
                        date,
                        number / 60 % 60,
                        number % 60,
                        store,
                        number % 10,
                        units,
                        pounds(price),
                        pounds(discount),
                        pounds(tax));
        return new Sale(store, new Takings(1, units, (long) units * price - discount, tax), json);
    }

    private static String pounds(int pence) {
        return "%d.%02d".formatted(pence / 100, pence % 100);
    }

    /** The same events again and again until they are durable: a time-out, a reset and a 503 all mean "not known". */
    private void send(List<Sale> batch) throws InterruptedException {
        String lines = batch.stream().map(Sale::json).collect(Collectors.joining("\n"));
        while (!isAcknowledged(lines)) {
            TimeUnit.MILLISECONDS.sleep(BACK_OFF_MILLIS); // a producer's back-off, not a wait for a condition
        }
        for (Sale sale : batch) {
            acknowledged.merge(sale.store(), sale.takings(), Takings::plus);
        }
        sent += batch.size();
    }

    private boolean isAcknowledged(String lines) throws InterruptedException {
        HttpCaller.Answer answer;
        try {
            answer = door.get().post("/v1/events", "application/x-ndjson", lines);
        } catch (IOException gone) {
            return false;
        }
        switch (answer.status()) {
            case ACCEPTED -> {
                return true;
            }
            case TRY_AGAIN -> turnedAway++;
            case SOME_ACCEPTED -> {} // all of them again: those that it has are known as duplicates
            default -> throw new AssertionError(name + " was answered " + answer.status() + ": " + answer.text());
        }
        return false;
    }
}

package dev.daybook.allinone.e2e;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A producer that keeps a ledger of its own: it makes sales, sends each until it is acknowledged, however often that takes, and
 * knows what the day must come to. It shares no code with what it checks.
 */
final class Till implements Runnable {
    /** What a store's day must come to, by the till's own arithmetic. */
    static final class Expected {
        long orders;
        BigDecimal net = BigDecimal.ZERO;
        BigDecimal tax = BigDecimal.ZERO;
        long units;
    }

    private static final int BATCH = 20;
    private static final long BACK_OFF_MILLIS = 100;

    private final String name;
    private final String date;
    private final Random random;
    private final Supplier<DaybookClient> client;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Map<String, Expected> acknowledged = new LinkedHashMap<>();
    private volatile int sent;
    private volatile int retries;
    private int number;

    /** One sale that the till sent or will send. */
    private record Sold(String store, BigDecimal net, BigDecimal tax, int units, String json) {}

    /**
     * A till that is not started yet.
     *
     * @param client where to send to at that moment; it changes when Daybook comes back on other ports
     */
    Till(String name, String date, long seed, Supplier<DaybookClient> client) {
        this.name = name;
        this.date = date;
        this.random = new Random(seed);
        this.client = client;
    }

    @Override
    public void run() {
        while (!closing.get()) {
            List<Sold> batch = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                batch.add(sell());
            }
            send(batch);
        }
    }

    /** No new sales from now on; what was begun is sent until it is acknowledged. */
    void close() {
        closing.set(true);
    }

    int sent() {
        return sent;
    }

    int retries() {
        return retries;
    }

    /** By store; to be read once the till's thread has ended. */
    Map<String, Expected> acknowledged() {
        return acknowledged;
    }

    private Sold sell() {
        String store = "store-" + random.nextInt(3);
        int units = 1 + random.nextInt(4);
        BigDecimal price = new BigDecimal(100 + random.nextInt(900)).movePointLeft(2);
        BigDecimal gross = price.multiply(BigDecimal.valueOf(units));
        BigDecimal discount = random.nextInt(5) == 0 ? new BigDecimal("0.37") : BigDecimal.ZERO;
        BigDecimal tax = new BigDecimal(random.nextInt(50)).movePointLeft(2);
        number++;
        String json = """
                {"event_id":"%s-%d","source":"till/%s","event_type":"sale.completed","timestamp":"%sT12:%02d:%02dZ","details":{"store_id":"%s","order_id":"%s-%d","currency":"GBP","lines":[{"product_id":"p%d","quantity":%d,"unit_price":"%s","discount":"%s"}],"tax":"%s"}}""".formatted(
                        name,
                        number,
                        name,
                        date,
                        number / 60 % 60,
                        number % 60,
                        store,
                        name,
                        number,
                        random.nextInt(10),
                        units,
                        price.toPlainString(),
                        discount.toPlainString(),
                        tax.toPlainString());
        return new Sold(store, gross.subtract(discount), tax, units, json);
    }

    /** The same events again and again until they are durable: a time-out, a reset and a 503 all mean "not known". */
    private void send(List<Sold> batch) {
        List<String> lines = batch.stream().map(Sold::json).toList();
        while (!isAcknowledged(lines)) {
            retries++;
            try {
                Thread.sleep(BACK_OFF_MILLIS); // a producer's back-off, not a wait for a condition
            } catch (InterruptedException e) {
                throw new AssertionError("the till was interrupted with " + batch.size() + " sales to send", e);
            }
        }
        for (Sold sold : batch) {
            Expected day = acknowledged.computeIfAbsent(sold.store(), store -> new Expected());
            day.orders++;
            day.net = day.net.add(sold.net());
            day.tax = day.tax.add(sold.tax());
            day.units += sold.units();
        }
        sent += batch.size();
    }

    private boolean isAcknowledged(List<String> lines) {
        try {
            DaybookClient.Answer answer = client.get().postLines(lines);
            if (answer.status() != 202 && answer.status() != 207 && answer.status() != 503) {
                throw new AssertionError("the till was answered " + answer.status() + ": " + answer.text());
            }
            return answer.status() == 202;
        } catch (HttpTimeoutException unknown) {
            return false;
        } catch (IOException gone) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError("the till was interrupted", e);
        }
    }
}

package dev.daybook.report.daily;

import dev.daybook.events.CurrencyCode;
import java.time.LocalDate;
import java.util.List;

/**
 * A day of the trend before a report: its net sales by currency, in minor units, as its last revision said then.
 *
 * @param net currencies without sales are not in it
 */
public record TrendDay(LocalDate date, int revision, List<Net> net) {

    public TrendDay {
        net = List.copyOf(net);
    }

    /** Net sales in one currency. */
    public record Net(CurrencyCode currency, long amount) {}

    /** 0 where the day had no sales in that currency. */
    public long net(CurrencyCode currency) {
        return net.stream()
                .filter(of -> of.currency().equals(currency))
                .mapToLong(Net::amount)
                .findFirst()
                .orElse(0);
    }
}

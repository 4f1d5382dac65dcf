package dev.daybook.report.daily;

import java.time.LocalDate;
import java.util.List;

/** One day's figures that are whole up to their cut and committed, fit to be reported. */
public record Figures(LocalDate date, Cut cut, List<StoreSales> stores, List<ActivityCount> activity) {

    public Figures {
        stores = List.copyOf(stores);
        activity = List.copyOf(activity);
    }
}

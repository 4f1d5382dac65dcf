package dev.daybook.report.daily;

import java.time.LocalDate;
import java.util.List;

/**
 * One day's figures up to their cut.
 *
 * @param missing what keeps them from being whole, for people; empty where everything received before the cut time is in them,
 *     committed and archived
 */
public record Figures(
        LocalDate date,
        Cut cut,
        List<StoreSales> stores,
        List<ActivityCount> activity,
        Accounting accounting,
        List<RejectionCount> rejections,
        List<String> missing) {

    public Figures {
        stores = List.copyOf(stores);
        activity = List.copyOf(activity);
        rejections = List.copyOf(rejections);
        missing = List.copyOf(missing);
    }

    public boolean isWhole() {
        return missing.isEmpty();
    }
}

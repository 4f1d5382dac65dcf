package dev.daybook.report.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The schedule of each kind of report. Thread-safe. */
public final class Schedules {
    private static final Logger LOG = LoggerFactory.getLogger(Schedules.class);

    private final Map<String, DailySchedule> byReport = new LinkedHashMap<>();

    public Schedules(List<DailySchedule> schedules) {
        schedules.forEach(schedule -> byReport.put(schedule.report(), schedule));
    }

    /** @throws IllegalArgumentException where the report is not made here */
    public DailySchedule of(String report) {
        DailySchedule schedule = byReport.get(report);
        if (schedule == null) {
            throw new IllegalArgumentException("no schedule of " + report + ", only of " + byReport.keySet());
        }
        return schedule;
    }

    /** When any of them fires. */
    public List<FireTimes> fireTimes() {
        return byReport.values().stream().map(DailySchedule::fireTimes).toList();
    }

    /**
     * Serves each, see {@link DailySchedule#serve()}. One that can't be looked at, since it needs what is away, doesn't keep the
     * others waiting; the next look sees to it.
     *
     * @return the runs to begin
     */
    public List<String> serve() {
        List<String> ids = new ArrayList<>();
        byReport.forEach((report, schedule) -> {
            try {
                ids.addAll(schedule.serve());
            } catch (RuntimeException failed) {
                LOG.warn("the look at the schedule of {} failed, the next sweep looks again", report, failed);
            }
        });
        return ids;
    }
}

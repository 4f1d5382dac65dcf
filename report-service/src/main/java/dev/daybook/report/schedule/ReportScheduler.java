package dev.daybook.report.schedule;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TimeZone;
import java.util.UUID;
import org.quartz.CronScheduleBuilder;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Quartz, kept in memory: looks at the schedule at every fire time, and again every few minutes for what was missed. It decides
 * nothing; what it asks for twice is done once. Thread-safe.
 */
public final class ReportScheduler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReportScheduler.class);
    private static final String THREADS = "2";

    private final Scheduler quartz;

    /** Runs the same action whenever one of its triggers fires, one run at a time. */
    @DisallowConcurrentExecution
    private static final class Look implements Job {
        private final Runnable action;

        Look(Runnable action) {
            this.action = action;
        }

        @Override
        public void execute(JobExecutionContext context) {
            try {
                action.run();
            } catch (RuntimeException failed) {
                LOG.warn("the look at the schedule failed, the next sweep looks again", failed);
            }
        }
    }

    private ReportScheduler(Scheduler quartz) {
        this.quartz = quartz;
    }

    /**
     * Starts it, with a first look at once.
     *
     * @param fireTimes of each report
     * @param look serves what is due, and goes on with what was left
     */
    public static ReportScheduler start(List<FireTimes> fireTimes, Duration sweepInterval, Runnable look) {
        try {
            Scheduler quartz = new StdSchedulerFactory(properties()).getScheduler();
            quartz.setJobFactory((bundle, scheduler) -> new Look(look));
            JobDetail job = JobBuilder.newJob(Look.class)
                    .withIdentity("look")
                    .storeDurably()
                    .build();
            quartz.addJob(job, true);
            for (int i = 0; i < fireTimes.size(); i++) {
                if (fireTimes.get(i).everFires()) {
                    quartz.scheduleJob(atFireTimes("fire-times-" + i, fireTimes.get(i), job));
                }
            }
            quartz.scheduleJob(everySweep(sweepInterval, job));
            quartz.start();
            return new ReportScheduler(quartz);
        } catch (SchedulerException failed) {
            throw new IllegalStateException("the schedule did not start: " + failed.getMessage(), failed);
        }
    }

    private static Properties properties() {
        Properties properties = new Properties();
        // Several services may run in one JVM; Quartz finds its schedulers by this name.
        properties.setProperty("org.quartz.scheduler.instanceName", "daybook-report-" + UUID.randomUUID());
        properties.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
        properties.setProperty("org.quartz.threadPool.threadCount", THREADS);
        properties.setProperty("org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore");
        return properties;
    }

    /** A fire time that Quartz missed is left out: the sweep serves it, by the ledger and not by Quartz's own memory. */
    private static Trigger atFireTimes(String name, FireTimes fireTimes, JobDetail job) {
        return TriggerBuilder.newTrigger()
                .withIdentity(name)
                .forJob(job)
                .withSchedule(CronScheduleBuilder.cronSchedule(fireTimes.expression())
                        .inTimeZone(TimeZone.getTimeZone(fireTimes.zone()))
                        .withMisfireHandlingInstructionDoNothing())
                .build();
    }

    private static Trigger everySweep(Duration interval, JobDetail job) {
        return TriggerBuilder.newTrigger()
                .withIdentity("sweep")
                .forJob(job)
                .startNow()
                .withSchedule(SimpleScheduleBuilder.simpleSchedule()
                        .withIntervalInMilliseconds(interval.toMillis())
                        .repeatForever()
                        .withMisfireHandlingInstructionNextWithRemainingCount())
                .build();
    }

    /** Why it asks for nothing at present, or empty while it runs. */
    public Optional<String> notRunning() {
        try {
            return quartz.isStarted() && !quartz.isShutdown() ? Optional.empty() : Optional.of("it has not started");
        } catch (SchedulerException failed) {
            return Optional.of(failed.getMessage());
        }
    }

    @Override
    public void close() throws SchedulerException {
        quartz.shutdown(true);
    }
}

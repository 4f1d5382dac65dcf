package dev.daybook.allinone.report;

import dev.daybook.report.ReportConfig;
import dev.daybook.report.daily.BusinessCalendar;
import dev.daybook.report.daily.Report;
import dev.daybook.report.kind.DailySalesReport;
import dev.daybook.report.kind.EarlierReports;
import dev.daybook.report.publish.ByHandLedger;
import dev.daybook.report.publish.DayKey;
import dev.daybook.report.publish.DayLedger;
import dev.daybook.report.publish.LedgerDatabase;
import dev.daybook.report.publish.MailTopic;
import dev.daybook.report.publish.PublicationLedger;
import dev.daybook.report.publish.Publisher;
import dev.daybook.report.publish.ReportFiles;
import dev.daybook.report.publish.ReportKinds;
import dev.daybook.report.publish.RetryBackoff;
import dev.daybook.report.publish.RevisionLedger;
import dev.daybook.report.publish.RunLedger;
import dev.daybook.report.publish.RunPurpose;
import dev.daybook.report.publish.RunSteps;
import dev.daybook.report.publish.RunWorkers;
import dev.daybook.report.publish.ScheduleLedger;
import dev.daybook.report.publish.Step;
import dev.daybook.report.schedule.ChangedDays;
import dev.daybook.report.schedule.DailySchedule;
import dev.daybook.report.schedule.DueDates;
import dev.daybook.report.schedule.FireTimes;
import dev.daybook.report.schedule.ReportDay;
import dev.daybook.report.source.EventLog;
import dev.daybook.report.source.FiguresSource;
import dev.daybook.report.source.Patience;
import dev.daybook.report.source.ProcessorClient;
import dev.daybook.report.source.RawArchive;
import dev.daybook.service.Lifecycle;
import dev.daybook.service.Metrics;
import dev.daybook.service.objects.ObjectStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The parts of a report service that decide and do, without Quartz: a test says when it looks, and by which clock. */
final class SimulatedReplica implements AutoCloseable {
    private final Lifecycle parts;
    private final DailySchedule schedule;
    private final ChangedDays changed;
    private final RunLedger runs;
    private final RunWorkers workers;

    private SimulatedReplica(
            Lifecycle parts, DailySchedule schedule, ChangedDays changed, RunLedger runs, RunWorkers workers) {
        this.parts = parts;
        this.schedule = schedule;
        this.changed = changed;
        this.runs = runs;
        this.workers = workers;
    }

    static SimulatedReplica start(
            ReportConfig config,
            FireTimes fireTimes,
            ReportDay reportDay,
            Instant firstEvent,
            Clock clock,
            Step.Listener listener) {
        return Lifecycle.starting("replica", parts -> {
            Metrics metrics = parts.add("metrics", new Metrics("report"));
            LedgerDatabase database =
                    parts.add("ledger", LedgerDatabase.open(config.database(), Duration.ofSeconds(30)));
            EventLog log = parts.add("Kafka", new EventLog(config.kafka(), config.topics()));
            ObjectStore store = parts.add(
                    "S3", new ObjectStore(config.aws().s3(), config.aws().bucket()));
            RawArchive archive = parts.add("archive", new RawArchive(store, config.topics()));
            MailTopic topic = parts.add(
                    "SNS",
                    new MailTopic(
                            config.aws().s3().region(),
                            config.aws().snsEndpoint(),
                            config.aws().s3().keyPair(),
                            config.aws().topicArn(),
                            Duration.ofSeconds(20)));
            ReportFiles files = new ReportFiles(store);
            ProcessorClient processor = new ProcessorClient(config.processor(), config.serviceApiKey());
            BusinessCalendar utc = new BusinessCalendar(ZoneOffset.UTC, LocalTime.MIDNIGHT);
            DueDates dueDates = new DueDates(utc, reportDay, SimulatedYear.CATCH_UP_DAYS);
            RevisionLedger revisions = new RevisionLedger(database);
            ReportKinds kinds = new ReportKinds(new DailySalesReport(
                    new FiguresSource(
                            processor,
                            log,
                            archive,
                            Optional::empty,
                            new Patience(Duration.ofMillis(1), Duration.ofMillis(1)),
                            clock),
                    Optional.empty(),
                    new EarlierReports(revisions, files),
                    "Daybook",
                    files,
                    metrics,
                    utc,
                    date -> "http://127.0.0.1/reports/" + date,
                    clock));
            RunLedger runs = new RunLedger(database, Duration.ofMinutes(5));
            PublicationLedger publications = new PublicationLedger(database);
            DayLedger days = new DayLedger(database);
            Publisher publisher = new Publisher(
                    revisions,
                    publications,
                    new ByHandLedger(database),
                    kinds,
                    files,
                    topic,
                    RetryBackoff.DEFAULT,
                    Duration.ofMinutes(1),
                    metrics,
                    listener);
            RunSteps steps = new RunSteps(
                    runs,
                    revisions,
                    publications,
                    days,
                    kinds,
                    files,
                    publisher,
                    metrics,
                    Duration.ofHours(2),
                    config.reportEmptyDays(),
                    listener);
            RunWorkers workers = parts.add(
                    "runs", new RunWorkers(steps, publisher, runs, publications, Duration.ofMinutes(5), metrics));
            ScheduleLedger served = new ScheduleLedger(database);
            return new SimulatedReplica(
                    parts,
                    new DailySchedule(
                            Report.DAILY_SALES,
                            fireTimes,
                            dueDates,
                            served,
                            revisions,
                            runs,
                            () -> Optional.of(firstEvent),
                            clock),
                    new ChangedDays(
                            Report.DAILY_SALES, processor, dueDates, served, revisions, days, Duration.ZERO, clock),
                    runs,
                    workers);
        });
    }

    /** Serves what is due, looks for what changed, and goes on with what was held, as a sweep does; waits for its own runs. */
    void look() throws InterruptedException {
        begin(schedule.serve());
        begin(changed.look());
        workers.sweep();
    }

    /** Serves what is due, and leaves the work to others. */
    List<String> serve() {
        return schedule.serve();
    }

    /** Makes the day's report, and mails nobody. */
    void keep(LocalDate date) {
        begin(List.of(runs.request(new DayKey(Report.DAILY_SALES, date), "somebody", RunPurpose.KEPT)
                .orElseThrow()
                .id()));
    }

    /** Works on the runs, and waits for them. */
    void begin(List<String> asked) {
        CompletableFuture.allOf(asked.stream()
                        .map(id -> workers.submit(runs.find(id).orElseThrow()))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    @Override
    public void close() {
        parts.close();
    }
}

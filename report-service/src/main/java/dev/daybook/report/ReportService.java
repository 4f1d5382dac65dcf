package dev.daybook.report;

import dev.daybook.events.archive.ArchivedTopic;
import dev.daybook.report.daily.Report;
import dev.daybook.report.publish.LedgerDatabase;
import dev.daybook.report.publish.MailTopic;
import dev.daybook.report.publish.Publisher;
import dev.daybook.report.publish.ReportFiles;
import dev.daybook.report.publish.RevisionLedger;
import dev.daybook.report.publish.RunLedger;
import dev.daybook.report.publish.RunSteps;
import dev.daybook.report.publish.RunWorkers;
import dev.daybook.report.publish.ScheduleLedger;
import dev.daybook.report.publish.Step;
import dev.daybook.report.schedule.DailySchedule;
import dev.daybook.report.schedule.ReportScheduler;
import dev.daybook.report.source.EventLog;
import dev.daybook.report.source.FiguresSource;
import dev.daybook.report.source.IdentityClient;
import dev.daybook.report.source.ProcessorClient;
import dev.daybook.report.source.RawArchive;
import dev.daybook.report.source.ReceiptSearch;
import dev.daybook.report.source.RejectionArchive;
import dev.daybook.report.web.ReceiptApi;
import dev.daybook.report.web.RejectionApi;
import dev.daybook.report.web.ReportApi;
import dev.daybook.report.web.ReportPages;
import dev.daybook.report.web.RunWaits;
import dev.daybook.service.Health;
import dev.daybook.service.Lifecycle;
import dev.daybook.service.Metrics;
import dev.daybook.service.ServiceMain;
import dev.daybook.service.http.HttpLimits;
import dev.daybook.service.http.HttpService;
import dev.daybook.service.objects.ObjectStore;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A running report service: makes each day's report once its figures are whole, keeps every revision, and mails each at most
 * once, whatever crashes and however many replicas run on one ledger. The database must be there at the start; Kafka, the
 * processor, S3 and SNS may come later.
 */
public final class ReportService implements AutoCloseable {
    private static final String NAME = "report";
    /** A caller may wait 60 s for a run; the connection has to outlive that. */
    private static final HttpLimits HTTP = new HttpLimits(
            64 * 1024, 8L * 1024 * 1024, 512, 8, 256, Duration.ofSeconds(15), RunWaits.LONGEST.plusSeconds(15));

    private final Lifecycle parts;
    private final HttpService http;

    private ReportService(Lifecycle parts, HttpService http) {
        this.parts = parts;
        this.http = http;
    }

    public static void main(String[] args) throws InterruptedException {
        ServiceMain.run(NAME, settings -> start(ReportConfig.from(settings), Clock.systemUTC()));
    }

    /**
     * Starts the service.
     *
     * @throws dev.daybook.service.PortTaken where something else listens on its port
     * @throws IllegalStateException where the database can't be reached or migrated
     */
    public static ReportService start(ReportConfig config, Clock clock) {
        return start(config, clock, Step.Listener.NONE);
    }

    /** As {@link #start(ReportConfig, Clock)}, telling of each step of each run as it is done. */
    public static ReportService start(ReportConfig config, Clock clock, Step.Listener steps) {
        return Lifecycle.starting(NAME, parts -> start(config, clock, steps, parts));
    }

    private static ReportService start(ReportConfig config, Clock clock, Step.Listener steps, Lifecycle parts) {
        ReportLimits limits = config.limits();
        Health health = new Health();
        Metrics metrics = parts.add("metrics", new Metrics(NAME));
        LedgerDatabase database = parts.add("ledger", LedgerDatabase.open(config.database(), limits.databaseStart()));
        EventLog log = parts.add("Kafka", new EventLog(config.kafka(), config.topics()));
        ReportFiles files = new ReportFiles(
                parts.add("S3", new ObjectStore(config.aws().s3(), config.aws().bucket())));
        MailTopic topic = parts.add("SNS", mailTopic(config));
        ProcessorClient processor = new ProcessorClient(config.processor(), config.serviceApiKey());
        ObjectStore raw = parts.add(
                "S3 archive", new ObjectStore(config.aws().s3(), config.aws().rawBucket()));
        RawArchive archive = parts.add("archive", new RawArchive(raw, config.topics()));
        FiguresSource source = new FiguresSource(processor, log, archive, limits.patience(), clock);

        CompletableFuture<URI> publicUrl = new CompletableFuture<>();
        Function<LocalDate, String> pages = date -> page(publicUrl.join(), date);
        RevisionLedger revisions = new RevisionLedger(database);
        RunLedger runs = new RunLedger(database, limits.runLease());
        Publisher publisher = new Publisher(
                revisions, files, topic, pages, limits.backoff(), limits.abandonedAfter(), metrics, steps);
        RunSteps runSteps = new RunSteps(
                runs,
                revisions,
                source,
                files,
                publisher,
                metrics,
                config.calendar(),
                limits.deadline(),
                pages,
                clock,
                steps);
        RunWorkers workers = parts.add("runs", new RunWorkers(runSteps, publisher, runs, revisions, metrics));
        DailySchedule schedule = new DailySchedule(
                Report.DAILY_SALES,
                config.fireTimes(),
                config.dueDates(),
                new ScheduleLedger(database),
                revisions,
                runs,
                log::earliestReceived,
                clock);

        RunWaits waits = parts.add("waits", new RunWaits(workers, runs));
        HttpService.Routes routes = new HttpService.Routes();
        new ReportApi(revisions, runs, files, waits, schedule, clock).addTo(routes);
        new ReportPages(revisions, runs, files, schedule, clock).addTo(routes);
        new RejectionApi(new RejectionArchive(archive)).addTo(routes);
        List<ArchivedTopic> archived = ArchivedTopic.of(config.topics());
        new ReceiptApi(
                        new IdentityClient(config.processor(), config.serviceApiKey(), archived.get(0), archive),
                        new ReceiptSearch(archive, archived),
                        revisions)
                .addTo(routes);
        HttpService http = parts.add(
                "HTTP", HttpService.start(NAME, config.http(), HTTP, config.apiKeys(), health, metrics, routes));
        publicUrl.complete(config.publicUrl().orElse(http.address()));

        Neighbours neighbours = parts.add("neighbours", new Neighbours());
        neighbours.watch("ledger", database::unreachable, health);
        neighbours.watch("kafka", log::unreachable, health);
        neighbours.watch("processor", processor::unreachable, health);
        ReportScheduler scheduler = parts.add(
                "schedule",
                ReportScheduler.start(config.fireTimes(), limits.sweepInterval(), () -> look(schedule, runs, workers)));
        health.add("schedule", scheduler::notRunning);
        return new ReportService(parts, http);
    }

    /** What was left is gone on with even while the schedule can't be looked at, since that needs Kafka at first. */
    private static void look(DailySchedule schedule, RunLedger runs, RunWorkers workers) {
        try {
            schedule.serve().forEach(id -> runs.find(id).ifPresent(workers::submit));
        } finally {
            workers.sweep();
        }
    }

    private static MailTopic mailTopic(ReportConfig config) {
        ReportConfig.Aws aws = config.aws();
        return new MailTopic(
                aws.s3().region(),
                aws.snsEndpoint(),
                aws.s3().keyPair(),
                aws.topicArn(),
                config.limits().publishTimeout());
    }

    private static String page(URI base, LocalDate date) {
        return base.toString().replaceAll("/+$", "") + "/reports/" + date;
    }

    /** Where it listens. */
    public URI address() {
        return http.address();
    }

    /** Where its health and metrics are. */
    public URI managementAddress() {
        return http.managementAddress();
    }

    /** Lets requests, runs and mails under way finish, for some seconds; what doesn't goes on after the next start. */
    @Override
    public void close() {
        parts.close();
    }
}

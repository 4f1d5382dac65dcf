package dev.daybook.report;

import dev.daybook.events.archive.ArchivedTopic;
import dev.daybook.events.stores.StoreRegistry;
import dev.daybook.report.analysis.AnalysisRevision;
import dev.daybook.report.daily.BusinessCalendar;
import dev.daybook.report.daily.Report;
import dev.daybook.report.kind.DailySalesReport;
import dev.daybook.report.kind.EarlierReports;
import dev.daybook.report.kind.SalesAnalysisReport;
import dev.daybook.report.publish.AuditTrail;
import dev.daybook.report.publish.BackfillLedger;
import dev.daybook.report.publish.Backfills;
import dev.daybook.report.publish.ByHandLedger;
import dev.daybook.report.publish.DayKey;
import dev.daybook.report.publish.DayLedger;
import dev.daybook.report.publish.LedgerDatabase;
import dev.daybook.report.publish.MailTopic;
import dev.daybook.report.publish.Previews;
import dev.daybook.report.publish.PublicationLedger;
import dev.daybook.report.publish.Publisher;
import dev.daybook.report.publish.ReportFiles;
import dev.daybook.report.publish.ReportKinds;
import dev.daybook.report.publish.RevisionLedger;
import dev.daybook.report.publish.RunLedger;
import dev.daybook.report.publish.RunSteps;
import dev.daybook.report.publish.RunWorkers;
import dev.daybook.report.publish.ScheduleLedger;
import dev.daybook.report.publish.Step;
import dev.daybook.report.schedule.ChangedDays;
import dev.daybook.report.schedule.DailySchedule;
import dev.daybook.report.schedule.DueDates;
import dev.daybook.report.schedule.ReportScheduler;
import dev.daybook.report.schedule.Schedules;
import dev.daybook.report.source.DayReconciliation;
import dev.daybook.report.source.EventLog;
import dev.daybook.report.source.FigureEvents;
import dev.daybook.report.source.FiguresSource;
import dev.daybook.report.source.IdentityClient;
import dev.daybook.report.source.LiveDays;
import dev.daybook.report.source.ProcessorClient;
import dev.daybook.report.source.RawArchive;
import dev.daybook.report.source.ReceiptSearch;
import dev.daybook.report.source.RejectionArchive;
import dev.daybook.report.web.AuditApi;
import dev.daybook.report.web.AuditPages;
import dev.daybook.report.web.BackfillApi;
import dev.daybook.report.web.FigurePages;
import dev.daybook.report.web.FileApi;
import dev.daybook.report.web.HealthPages;
import dev.daybook.report.web.PreviewApi;
import dev.daybook.report.web.PublicationApi;
import dev.daybook.report.web.PublicationPages;
import dev.daybook.report.web.ReceiptApi;
import dev.daybook.report.web.RejectionApi;
import dev.daybook.report.web.ReportApi;
import dev.daybook.report.web.ReportLinks;
import dev.daybook.report.web.ReportPages;
import dev.daybook.report.web.RunPages;
import dev.daybook.report.web.RunWaits;
import dev.daybook.report.web.SignInPages;
import dev.daybook.report.web.StorePages;
import dev.daybook.report.web.SubscriberApi;
import dev.daybook.report.web.SubscriberPages;
import dev.daybook.report.web.TodayPage;
import dev.daybook.service.Health;
import dev.daybook.service.Lifecycle;
import dev.daybook.service.Metrics;
import dev.daybook.service.ServiceMain;
import dev.daybook.service.http.HttpLimits;
import dev.daybook.service.http.HttpService;
import dev.daybook.service.http.Sessions;
import dev.daybook.service.kafka.TopicFollower;
import dev.daybook.service.objects.ObjectStore;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
                parts.add("S3", new ObjectStore(config.aws().s3(), config.aws().bucket(), limits.s3())));
        MailTopic topic = parts.add("SNS", mailTopic(config));
        ProcessorClient processor = new ProcessorClient(config.processor(), config.serviceApiKey());
        ObjectStore raw = parts.add(
                "S3 archive", new ObjectStore(config.aws().s3(), config.aws().rawBucket(), limits.s3()));
        RawArchive archive = parts.add("archive", new RawArchive(raw, config.topics()));
        StoreRegistry registry = new StoreRegistry();
        TopicFollower stores = parts.add("store registry", follower(config, registry, health));
        BusinessCalendar calendar = config.calendar().of(registry::stores);
        FiguresSource source = new FiguresSource(processor, log, archive, stores, limits.patience(), clock);

        CompletableFuture<URI> publicUrl = new CompletableFuture<>();
        Function<DayKey, String> pages = day -> page(publicUrl.join(), day);
        RevisionLedger revisions = new RevisionLedger(database);
        RunLedger runs = new RunLedger(database, limits.runLease());
        PublicationLedger publications = new PublicationLedger(database);
        EarlierReports earlier = new EarlierReports(revisions, files);
        ReportKinds kinds = new ReportKinds(
                new DailySalesReport(
                        source,
                        config.shop().map(shop -> new DayReconciliation(processor, shop, calendar)),
                        earlier,
                        config.chainName(),
                        files,
                        metrics,
                        calendar,
                        date -> pages.apply(new DayKey(Report.DAILY_SALES, date)),
                        clock),
                new SalesAnalysisReport(
                        config.shop(), date -> pages.apply(new DayKey(AnalysisRevision.SALES_ANALYSIS, date)), clock));
        Publisher publisher = new Publisher(
                revisions,
                publications,
                new ByHandLedger(database),
                kinds,
                files,
                topic,
                limits.backoff(),
                limits.abandonedAfter(),
                metrics,
                steps);
        DayLedger days = new DayLedger(database);
        RunSteps runSteps = new RunSteps(
                runs,
                revisions,
                publications,
                days,
                kinds,
                files,
                publisher,
                metrics,
                limits.deadline(),
                config.reportEmptyDays(),
                steps);
        RunWorkers workers =
                parts.add("runs", new RunWorkers(runSteps, publisher, runs, publications, limits.runLimit(), metrics));
        ScheduleLedger served = new ScheduleLedger(database);
        DueDates dueDates = config.dueDates().by(calendar);
        Schedules schedules = schedules(config, dueDates, served, revisions, runs, log, clock);
        ChangedDays changed = new ChangedDays(
                Report.DAILY_SALES, processor, dueDates, served, revisions, days, limits.revisionDelay(), clock);

        RunWaits waits = parts.add("waits", new RunWaits(workers, runs));
        HttpService.Routes routes = new HttpService.Routes().behind(config.proxies());
        new SignInPages(new Sessions(config.apiKeys(), config.isPublishedByHttps(), clock), clock).addTo(routes);
        new ReportApi(kinds, revisions, runs, files, waits, schedules, clock).addTo(routes);
        new ReportPages(kinds, revisions, runs, files, schedules, clock).addTo(routes);
        new FileApi(kinds, revisions, files).addTo(routes);
        new RejectionApi(new RejectionArchive(archive), calendar, clock).addTo(routes);
        AuditTrail audit = new AuditTrail(database);
        new AuditApi(audit).addTo(routes);
        SubscriberApi subscribers = new SubscriberApi(topic.subscriptions(), audit);
        subscribers.addTo(routes);
        PublicationApi publication = new PublicationApi(kinds, revisions, publications, publisher);
        publication.addTo(routes);
        new PreviewApi(new Previews(kinds, revisions, files), kinds, audit, schedules, clock).addTo(routes);
        new RunPages(kinds, runs, waits, schedules, clock).addTo(routes);
        new PublicationPages(kinds, revisions, publications, publication, schedules).addTo(routes);
        new SubscriberPages(topic.subscriptions(), subscribers).addTo(routes);
        new AuditPages(audit, config.fireTimes().zone()).addTo(routes);
        new StorePages(calendar, clock).addTo(routes);
        HealthWatch watch =
                parts.add("health", HealthWatch.start(health, config.watched(), config.serviceApiKey(), clock));
        new HealthPages(watch::seen, config.fireTimes().zone(), clock).addTo(routes);
        new TodayPage(new LiveDays(processor, clock), earlier, calendar, config.chainName(), clock).addTo(routes);
        BackfillLedger asked = new BackfillLedger(database);
        Backfills backfills = new Backfills(asked, workers);
        new BackfillApi(kinds, asked, backfills, schedules, clock).addTo(routes);
        List<ArchivedTopic> archived = ArchivedTopic.of(config.topics());
        new ReceiptApi(
                        new IdentityClient(config.processor(), config.serviceApiKey(), archived.get(0), archive),
                        new ReceiptSearch(archive, archived),
                        revisions)
                .addTo(routes);
        new FigurePages(revisions, files, new FigureEvents(archive, archived.get(0))).addTo(routes);
        HttpService http = parts.add(
                "HTTP", HttpService.start(NAME, config.http(), HTTP, config.apiKeys(), health, metrics, routes));
        publicUrl.complete(config.publicUrl().orElse(http.address()));

        Neighbours neighbours = parts.add("neighbours", new Neighbours());
        neighbours.watch("ledger", database::unreachable, health);
        neighbours.watch("kafka", log::unreachable, health);
        neighbours.watch("processor", processor::unreachable, health);
        ReportScheduler scheduler = parts.add(
                "schedule",
                ReportScheduler.start(
                        schedules.fireTimes(),
                        limits.sweepInterval(),
                        new ScheduleLook(stores, schedules, changed, runs, workers, backfills)));
        health.add("schedule", scheduler::notRunning);
        return new ReportService(parts, http);
    }

    private static TopicFollower follower(ReportConfig config, StoreRegistry registry, Health health) {
        TopicFollower follower = TopicFollower.start(
                config.kafka(),
                config.topics().stores().name(),
                "daybook-report-stores",
                value -> registry.apply(value).complaint());
        health.add("stores", follower);
        health.addAlarm("stores", registry::complaint);
        health.addAlarm("stores topic", follower::interruption);
        return follower;
    }

    private static Schedules schedules(
            ReportConfig config,
            DueDates dueDates,
            ScheduleLedger served,
            RevisionLedger revisions,
            RunLedger runs,
            EventLog log,
            Clock clock) {
        List<DailySchedule> schedules = new ArrayList<>();
        schedules.add(new DailySchedule(
                Report.DAILY_SALES,
                config.fireTimes(),
                dueDates,
                served,
                revisions,
                runs,
                log::earliestReceived,
                clock));
        // No record says since when the shop writes its database: these reports begin with the day on which their
        // schedule was first looked at, and what was sold before is history.
        config.analysisDueDates()
                .ifPresent(analysisDates -> schedules.add(new DailySchedule(
                        AnalysisRevision.SALES_ANALYSIS,
                        config.analysisFireTimes(),
                        analysisDates,
                        served,
                        revisions,
                        runs,
                        () -> Optional.of(clock.instant()),
                        clock)));
        return new Schedules(schedules);
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

    private static String page(URI base, DayKey day) {
        return base.toString().replaceAll("/+$", "") + ReportLinks.page(day);
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

package dev.daybook.report;

import dev.daybook.events.Topics;
import dev.daybook.report.daily.BusinessCalendar;
import dev.daybook.report.publish.LedgerDatabase;
import dev.daybook.report.schedule.DueDates;
import dev.daybook.report.schedule.FireTimes;
import dev.daybook.report.schedule.ReportDay;
import dev.daybook.report.source.DayReconciliation;
import dev.daybook.report.source.Patience;
import dev.daybook.report.source.ShopDatabaseConfig;
import dev.daybook.service.http.ApiKeys;
import dev.daybook.service.http.HttpService.Binding;
import dev.daybook.service.http.TrustedProxies;
import dev.daybook.service.kafka.KafkaConnection;
import dev.daybook.service.objects.ObjectStoreAccess;
import dev.daybook.service.settings.CommonSettings;
import dev.daybook.service.settings.Secret;
import dev.daybook.service.settings.Setting;
import dev.daybook.service.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What the report service runs with.
 *
 * @param processor where the processor's HTTP server is
 * @param watched where the services beside this one show their health, by name
 * @param publicUrl where people open the pages; empty for the address that the service binds
 * @param proxies those in front of the pages
 * @param chainName what reports are headed with
 * @param reportEmptyDays whether a day on which nothing was sold is mailed
 * @param shop the shop's own database; empty where reports aren't reconciled
 * @param fireTimes of the daily sales report
 * @param analysisFireTimes of the Sales Analysis Report; never where it has no cron
 * @param dueDates of the daily sales report
 */
public record ReportConfig(
        Binding http,
        Optional<URI> publicUrl,
        TrustedProxies proxies,
        ApiKeys apiKeys,
        Secret serviceApiKey,
        URI processor,
        Map<String, URI> watched,
        KafkaConnection kafka,
        Topics topics,
        LedgerDatabase.Access database,
        Optional<ShopDatabaseConfig> shop,
        Aws aws,
        String chainName,
        FireTimes fireTimes,
        FireTimes analysisFireTimes,
        DueDates dueDates,
        boolean reportEmptyDays,
        ReportLimits limits) {

    /**
     * Where reports are kept and sent.
     *
     * @param bucket of the reports
     * @param rawBucket of the raw archive, which is only read
     * @param snsEndpoint empty for AWS itself
     */
    public record Aws(
            ObjectStoreAccess s3, String bucket, String rawBucket, Optional<URI> snsEndpoint, String topicArn) {}

    public static final Setting<Integer> REPORT_PORT =
            Setting.port("REPORT_PORT", 8082, "The port of the report service's HTTP server.");
    public static final Setting<Integer> REPORT_MANAGEMENT_PORT = Setting.integer(
            "REPORT_MANAGEMENT_PORT",
            0,
            65_535,
            "A port for health and metrics alone; they are served beside the pages without it.");
    public static final Setting<URI> REPORT_PUBLIC_URL = Setting.uri(
            "REPORT_PUBLIC_URL",
            "Where people open the pages, for the links in mails, and where it is https, so that sessions travel by HTTPS"
                    + " alone; the address it binds without it.");
    public static final Setting<TrustedProxies> REPORT_TRUSTED_PROXIES = new Setting<>(
            "REPORT_TRUSTED_PROXIES",
            TrustedProxies.TYPE,
            null,
            false,
            false,
            "The proxies in front of the pages, and nobody else: their X-Forwarded-For says who signs in, so that wrong keys"
                    + " are bounded for each person and not for all together.",
            TrustedProxies::parse);
    public static final Setting<URI> INGEST_URL = Setting.uri(
            "INGEST_URL",
            "Where the ingest service shows its health, for the page of health; it isn't shown there without it.");
    public static final Setting<URI> ARCHIVE_HEALTH_URL = Setting.uri(
            "ARCHIVE_HEALTH_URL",
            "Where the archiver shows its health, if it is a process of its own; it isn't shown there without it.");
    public static final Setting<URI> PROCESSOR_HEALTH_URL = Setting.uri(
            "PROCESSOR_HEALTH_URL",
            "Where the processor shows its health, if not at PROCESSOR_URL: its management port, or a name of all its"
                    + " instances.");
    public static final Setting<String> REPORT_BUCKET = Setting.text(
                    "REPORT_BUCKET", "The S3 bucket that keeps the reports.")
            .asRequired();
    public static final Setting<String> REPORT_TOPIC_ARN =
            Setting.text("REPORT_TOPIC_ARN", "The SNS topic that mails the reports.");
    public static final Setting<String> TOPIC_ARN_ALIAS = Setting.text("topicARN", "Another name of REPORT_TOPIC_ARN.");
    public static final Setting<URI> AWS_ENDPOINT_URL_SNS =
            Setting.uri("AWS_ENDPOINT_URL_SNS", "Where SNS is, if not at AWS.");
    /** Treated as a secret, because people put passwords into JDBC URLs and the log of the start would show them. */
    public static final Setting<String> DB_URL = new Setting<>(
            "DB_URL",
            "text",
            null,
            true,
            true,
            "The JDBC URL of the ledger's database, jdbc:mariadb://host:port/name.",
            text -> text);

    public static final Setting<String> DB_USER =
            Setting.text("DB_USER", "The user of the ledger's database.").asRequired();
    public static final Setting<Secret> DB_PASSWORD =
            Setting.secret("DB_PASSWORD", "The password of DB_USER.").asRequired();
    public static final Setting<String> CHAIN_NAME = Setting.text(
                    "CHAIN_NAME", "What the reports and the subjects of their mails begin with: the chain's name.")
            .withDefault("Daybook");
    public static final Setting<String> REPORT_CRON = new Setting<>(
            "REPORT_CRON",
            "cron expression of Quartz",
            "0 0 16 ? * MON-SAT",
            false,
            false,
            "When reports are sent, in REPORT_TIME_ZONE.",
            FireTimes::checked);
    public static final Setting<String> SALES_ANALYSIS_CRON = new Setting<>(
            "SALES_ANALYSIS_CRON",
            "cron expression of Quartz",
            null,
            false,
            false,
            "When the Sales Analysis Report of the shop's database is sent, in REPORT_TIME_ZONE; unset, only when a run is"
                    + " asked for.",
            FireTimes::checked);
    public static final Setting<ZoneId> REPORT_TIME_ZONE = Setting.zone(
                    "REPORT_TIME_ZONE", "The time zone that REPORT_CRON and SALES_ANALYSIS_CRON are in.")
            .withDefault("UTC");
    public static final Setting<ReportDay> REPORT_DAY = Setting.choice(
                    "REPORT_DAY",
                    ReportDay.class,
                    "Whether a scheduled run reports the days that have ended, or the current one as well.")
            .withDefault("previous");
    public static final Setting<Integer> CATCH_UP_DAYS = Setting.integer(
                    "CATCH_UP_DAYS",
                    1,
                    366,
                    "How many past days a scheduled run sees to, where one is not reported yet.")
            .withDefault("7");
    public static final Setting<Boolean> REPORT_EMPTY_DAYS = Setting.flag(
                    "REPORT_EMPTY_DAYS",
                    "Whether a day on which nothing was sold is mailed; without, its report is kept only, unless something needs"
                            + " attention.")
            .withDefault("true");
    public static final Setting<Duration> REVISION_DELAY = Setting.duration(
                    "REVISION_DELAY",
                    Duration.ZERO,
                    Duration.ofDays(7),
                    "How long after the first notice that a reported day changed its revision is made; what comes meanwhile is"
                            + " in it.")
            .withDefault("15m");
    public static final Setting<Duration> REPORT_PROCESSOR_WAIT = Setting.duration(
                    "REPORT_PROCESSOR_WAIT",
                    Duration.ZERO,
                    Duration.ofMinutes(3),
                    "How long a run waits for the processor and the archive before it is held until the next sweep.")
            .withDefault("45s");
    public static final Setting<Duration> REPORT_DEADLINE = Setting.duration(
                    "REPORT_DEADLINE",
                    Duration.ZERO,
                    Duration.ofDays(7),
                    "How long after it was asked for, or fired, a report is held for what is missing before it is sent marked"
                            + " PROVISIONAL; the complete one follows by itself.")
            .withDefault("2h");
    public static final Setting<Duration> REPORT_SWEEP_INTERVAL = Setting.duration(
                    "REPORT_SWEEP_INTERVAL",
                    Duration.ofMillis(100),
                    Duration.ofHours(1),
                    "How often the service looks for what was missed, held or left.")
            .withDefault("2m");

    /** What the report service reads besides {@link CommonSettings#ALL} and {@link ShopDatabaseConfig#ALL}. */
    public static final List<Setting<?>> ALL = List.of(
            REPORT_PORT,
            REPORT_MANAGEMENT_PORT,
            REPORT_PUBLIC_URL,
            REPORT_TRUSTED_PROXIES,
            INGEST_URL,
            ARCHIVE_HEALTH_URL,
            PROCESSOR_HEALTH_URL,
            REPORT_BUCKET,
            REPORT_TOPIC_ARN,
            TOPIC_ARN_ALIAS,
            AWS_ENDPOINT_URL_SNS,
            DB_URL,
            DB_USER,
            DB_PASSWORD,
            CHAIN_NAME,
            REPORT_CRON,
            SALES_ANALYSIS_CRON,
            REPORT_TIME_ZONE,
            REPORT_DAY,
            CATCH_UP_DAYS,
            REPORT_EMPTY_DAYS,
            REVISION_DELAY,
            REPORT_PROCESSOR_WAIT,
            REPORT_DEADLINE,
            REPORT_SWEEP_INTERVAL);

    /** Of the Sales Analysis Report: by the shop's own day. */
    Optional<DueDates> analysisDueDates() {
        return shop.map(database -> new DueDates(
                new BusinessCalendar(database.zone(), database.dayStartsAt()),
                dueDates.reportDay(),
                dueDates.catchUpDays()));
    }

    /** Whether people come by HTTPS, through whatever ends it before this service. */
    public boolean isPublishedByHttps() {
        return publicUrl
                .filter(url -> "https".equalsIgnoreCase(url.getScheme()))
                .isPresent();
    }

    public BusinessCalendar calendar() {
        return dueDates.calendar();
    }

    /**
     * Reads the environment.
     *
     * @throws dev.daybook.service.settings.WrongSettings with everything that is wrong with it
     */
    public static ReportConfig from(Settings settings) {
        Binding http = new Binding(
                settings.get(CommonSettings.BIND_ADDRESS),
                settings.get(REPORT_PORT),
                REPORT_PORT.name(),
                settings.find(REPORT_MANAGEMENT_PORT).map(OptionalInt::of).orElse(OptionalInt.empty()));
        Optional<URI> publicUrl = settings.find(REPORT_PUBLIC_URL);
        TrustedProxies proxies = settings.find(REPORT_TRUSTED_PROXIES).orElse(TrustedProxies.NONE);
        URI processor = settings.get(CommonSettings.PROCESSOR_URL);
        Map<String, URI> watched = watched(settings, processor);
        KafkaConnection kafka = KafkaConnection.from(settings);
        Topics topics = new Topics(settings.get(CommonSettings.TOPIC_PREFIX));
        Aws aws = aws(settings);
        String url = settings.get(DB_URL);
        String user = settings.get(DB_USER);
        Secret password = settings.get(DB_PASSWORD);
        String chainName = settings.get(CHAIN_NAME);
        FireTimes fireTimes = new FireTimes(settings.get(REPORT_CRON), settings.get(REPORT_TIME_ZONE));
        BusinessCalendar calendar = new BusinessCalendar(
                settings.get(CommonSettings.DEFAULT_TIME_ZONE), settings.get(CommonSettings.DAY_STARTS_AT));
        DueDates dueDates = new DueDates(calendar, settings.get(REPORT_DAY), settings.get(CATCH_UP_DAYS));
        boolean reportEmptyDays = settings.get(REPORT_EMPTY_DAYS);
        Optional<ShopDatabaseConfig> shop = ShopDatabaseConfig.from(settings);
        FireTimes analysisFireTimes = analysisFireTimes(settings, shop);
        ReportLimits limits = limits(settings, shop);
        Path keysFile = settings.get(CommonSettings.API_KEYS_FILE);
        Secret pepper = settings.get(CommonSettings.API_KEY_PEPPER);
        Secret serviceKey = settings.get(CommonSettings.SERVICE_API_KEY);
        settings.refuseUnknown("REPORT_", ALL);
        settings.refuseUnknown("SALES_ANALYSIS_", ALL);
        settings.throwIfWrong();
        return new ReportConfig(
                http,
                publicUrl,
                proxies,
                ApiKeys.load(keysFile, pepper, serviceKey),
                serviceKey,
                processor,
                watched,
                kafka,
                topics,
                new LedgerDatabase.Access(url, user, password),
                shop,
                aws,
                chainName,
                fireTimes,
                analysisFireTimes,
                dueDates,
                reportEmptyDays,
                limits);
    }

    private static Map<String, URI> watched(Settings settings, URI processor) {
        Map<String, URI> watched = new TreeMap<>();
        settings.find(INGEST_URL).ifPresent(url -> watched.put("ingest", url));
        settings.find(ARCHIVE_HEALTH_URL).ifPresent(url -> watched.put("archive", url));
        settings.find(PROCESSOR_HEALTH_URL)
                .or(() -> Optional.ofNullable(processor)) // none where it isn't set, which ends the start
                .ifPresent(url -> watched.put("processor", url));
        return watched;
    }

    private static FireTimes analysisFireTimes(Settings settings, Optional<ShopDatabaseConfig> shop) {
        Optional<String> cron = settings.find(SALES_ANALYSIS_CRON);
        if (cron.isPresent() && shop.isEmpty()) {
            settings.wrong("SALES_ANALYSIS_CRON needs SHOP_DB_URL: the report is made from the shop's own database");
        }
        ZoneId zone = settings.get(REPORT_TIME_ZONE);
        return cron.map(expression -> new FireTimes(expression, zone)).orElseGet(() -> FireTimes.never(zone));
    }

    private static Aws aws(Settings settings) {
        ObjectStoreAccess s3 = ObjectStoreAccess.from(settings);
        Optional<String> topicArn = settings.find(REPORT_TOPIC_ARN);
        Optional<String> alias = settings.find(TOPIC_ARN_ALIAS);
        if (topicArn.isEmpty() && alias.isEmpty()) {
            settings.wrong("REPORT_TOPIC_ARN is not set: " + REPORT_TOPIC_ARN.description());
        }
        if (topicArn.isPresent() && alias.isPresent() && !topicArn.equals(alias)) {
            settings.wrong("REPORT_TOPIC_ARN and topicARN are both set; keep one of them");
        }
        return new Aws(
                s3,
                settings.get(REPORT_BUCKET),
                settings.get(CommonSettings.RAW_BUCKET),
                settings.find(AWS_ENDPOINT_URL_SNS),
                topicArn.or(() -> alias).orElse(null));
    }

    private static ReportLimits limits(Settings settings, Optional<ShopDatabaseConfig> shop) {
        ReportLimits usual = ReportLimits.DEFAULT;
        return new ReportLimits(
                new Patience(
                        settings.get(REPORT_PROCESSOR_WAIT), usual.patience().interval()),
                usual.publishTimeout(),
                usual.abandonedAfter(),
                usual.backoff(),
                usual.runLease(),
                usual.runLimit().plus(shop.map(DayReconciliation::longest).orElse(Duration.ZERO)),
                settings.get(REPORT_DEADLINE),
                settings.get(REPORT_SWEEP_INTERVAL),
                settings.get(REVISION_DELAY),
                usual.databaseStart());
    }
}

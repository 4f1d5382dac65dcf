package dev.daybook.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.report.daily.BusinessCalendar;
import dev.daybook.report.schedule.DueDates;
import dev.daybook.report.schedule.FireTimes;
import dev.daybook.report.schedule.ReportDay;
import dev.daybook.service.settings.Settings;
import dev.daybook.service.settings.WrongSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportConfigTest {
    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void fill() throws IOException {
        Path keys = folder.resolve("keys.json");
        Files.writeString(keys, "{\"keys\":[]}");
        environment.put("API_KEYS_FILE", keys.toString());
        environment.put("API_KEY_PEPPER", "cayenne");
        environment.put("SERVICE_API_KEY", "key");
        environment.put("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092");
        environment.put("PROCESSOR_URL", "http://localhost:8081");
        environment.put("REPORT_BUCKET", "reports");
        environment.put("RAW_BUCKET", "raw");
        environment.put("REPORT_TOPIC_ARN", "arn:aws:sns:eu-west-1:000000000000:reports");
        environment.put("DB_URL", "jdbc:mariadb://localhost/daybook");
        environment.put("DB_USER", "daybook");
        environment.put("DB_PASSWORD", "hunter2");
    }

    private ReportConfig config() {
        return ReportConfig.from(Settings.of(environment));
    }

    @Test
    void hasTheDocumentedDefaults() {
        ReportConfig config = config();
        assertThat(config.http().port()).isEqualTo(8082);
        assertThat(config.fireTimes().cron()).isEqualTo("0 0 16 ? * MON-SAT");
        assertThat(config.fireTimes().zone().getId()).isEqualTo("UTC");
        assertThat(config.analysisFireTimes().cron()).isNull();
        assertThat(config.dueDates().reportDay()).isEqualTo(ReportDay.PREVIOUS);
        assertThat(config.dueDates().catchUpDays()).isEqualTo(7);
        assertThat(config.limits().deadline()).isEqualTo(Duration.ofHours(2));
        assertThat(config.toString()).doesNotContain("hunter2").doesNotContain("cayenne");
    }

    @Test
    void makesTheSalesAnalysisByTheShopsOwnDay_whenItHasACron() {
        environment.put("SHOP_DB_URL", "jdbc:mariadb://localhost/cafe");
        environment.put("SHOP_DB_USER", "reader");
        environment.put("SHOP_DB_PASSWORD", "pepper");
        environment.put("SHOP_DB_STORE_ID", "cafe");
        environment.put("SHOP_DB_CURRENCY", "USD");
        environment.put("SHOP_DB_TIME_ZONE", "America/Vancouver");
        environment.put("SHOP_DB_DAY_STARTS_AT", "04:00");
        environment.put("REPORT_TIME_ZONE", "Europe/Paris");
        environment.put("CATCH_UP_DAYS", "3");
        environment.put("SALES_ANALYSIS_CRON", "0 30 6 ? * *");
        ReportConfig config = config();
        assertThat(config.analysisFireTimes()).isEqualTo(new FireTimes("0 30 6 ? * *", ZoneId.of("Europe/Paris")));
        assertThat(config.analysisDueDates())
                .contains(new DueDates(
                        new BusinessCalendar(ZoneId.of("America/Vancouver"), LocalTime.of(4, 0)),
                        ReportDay.PREVIOUS,
                        3));
    }

    @Test
    void refusesACronOfTheSalesAnalysis_whenThereIsNoShopsDatabase() {
        environment.put("SALES_ANALYSIS_CRON", "0 30 6 ? * *");
        assertThatThrownBy(this::config)
                .isInstanceOfSatisfying(
                        WrongSettings.class,
                        wrong -> assertThat(wrong.errors())
                                .singleElement()
                                .asString()
                                .startsWith("SALES_ANALYSIS_CRON needs SHOP_DB_URL"));
    }

    @Test
    void neverShowsTheUrlOfTheLedger_whichMayHoldAPassword() {
        environment.put("DB_URL", "jdbc:mariadb://localhost/daybook?password=hunter3");
        Settings settings = Settings.of(environment);

        assertThat(ReportConfig.from(settings).database().url()).contains("hunter3");
        assertThat(settings.shown()).containsEntry("DB_URL", "***");
    }

    @Test
    void looksAtTheProcessorsHealthWhereItIs() {
        assertThat(config().watched()).containsExactly(Map.entry("processor", URI.create("http://localhost:8081")));

        environment.put("PROCESSOR_HEALTH_URL", "http://processor-health:9090");
        environment.put("INGEST_URL", "http://ingest-health:9090");
        environment.put("ARCHIVE_HEALTH_URL", "http://archive-health:9090");

        assertThat(config().watched())
                .containsOnly(
                        Map.entry("processor", URI.create("http://processor-health:9090")),
                        Map.entry("ingest", URI.create("http://ingest-health:9090")),
                        Map.entry("archive", URI.create("http://archive-health:9090")));
    }

    @Test
    void refusesAProxy_thatIsNoAddress() {
        environment.put("REPORT_TRUSTED_PROXIES", "10.0.0.0/8,proxy.example");
        assertThatThrownBy(this::config)
                .isInstanceOf(WrongSettings.class)
                .hasMessageContaining("REPORT_TRUSTED_PROXIES must be IP addresses or networks");
    }

    @Test
    void takesTheTopicUnderItsOtherName() {
        environment.put("topicARN", environment.remove("REPORT_TOPIC_ARN"));
        assertThat(config().aws().topicArn()).isEqualTo("arn:aws:sns:eu-west-1:000000000000:reports");
    }

    @Test
    void listsEverythingThatIsWrongAtOnce() {
        environment.remove("DB_URL");
        environment.remove("REPORT_TOPIC_ARN");
        environment.put("REPORT_CRON", "0 16 * * 1-6");
        environment.put("REPORT_CORN", "0 0 16 ? * MON-SAT");
        environment.put("REPORT_DAY", "tomorrow");
        environment.put("CATCH_UP_DAYS", "0");
        assertThatThrownBy(this::config).isInstanceOfSatisfying(WrongSettings.class, wrong -> {
            List<String> errors = wrong.errors();
            assertThat(errors).hasSize(6);
            assertThat(errors).anyMatch(error -> error.startsWith("DB_URL is not set"));
            assertThat(errors).anyMatch(error -> error.startsWith("REPORT_TOPIC_ARN is not set"));
            assertThat(errors).anyMatch(error -> error.startsWith("REPORT_CRON must be a cron expression"));
            assertThat(errors).anyMatch(error -> error.startsWith("REPORT_CORN is not a setting"));
            assertThat(errors).anyMatch(error -> error.startsWith("REPORT_DAY must be one of previous, current"));
            assertThat(errors).anyMatch(error -> error.startsWith("CATCH_UP_DAYS must be"));
        });
    }
}

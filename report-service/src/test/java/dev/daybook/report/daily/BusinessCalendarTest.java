package dev.daybook.report.daily;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.CurrencyCode;
import dev.daybook.events.stores.Store;
import dev.daybook.events.stores.StoreVersion;
import dev.daybook.events.stores.Stores;
import dev.daybook.report.render.MailText;
import dev.daybook.report.schedule.DueDates;
import dev.daybook.report.schedule.ReportDay;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BusinessCalendarTest {
    private static final LocalDate DATE = LocalDate.parse("2026-10-04");
    private static final String PAGE = "https://daybook.example/reports/2026-10-04";

    private final AtomicReference<Stores> registry = new AtomicReference<>(Stores.NONE);
    private final BusinessCalendar calendar =
            new BusinessCalendar(ZoneId.of("UTC"), LocalTime.MIDNIGHT).of(registry::get);

    private void register(String... idsNamesZonesAndStarts) {
        TreeMap<String, Store> stores = new TreeMap<>();
        for (int i = 0; i < idsNamesZonesAndStarts.length; i += 4) {
            String id = idsNamesZonesAndStarts[i];
            stores.put(
                    id,
                    new Store(
                            id,
                            1,
                            List.of(new StoreVersion(
                                    StoreVersion.BEGINNING,
                                    idsNamesZonesAndStarts[i + 1],
                                    ZoneId.of(idsNamesZonesAndStarts[i + 2]),
                                    LocalTime.parse(idsNamesZonesAndStarts[i + 3]),
                                    CurrencyCode.checked("AUD"),
                                    Optional.empty()))));
        }
        registry.set(new Stores(stores));
    }

    private Report reportAt(Instant cutAt) {
        Figures figures = new Figures(
                DATE,
                SampleReports.cut(cutAt, 7),
                List.of(SampleReports.store("camden", "GBP", 100), SampleReports.store("howe", "AUD", 200)),
                List.of(),
                SampleReports.accounting(12, 7),
                List.of(),
                List.of());
        return Report.compile(figures, Optional.empty(), 1, calendar, Background.NONE, cutAt.plusSeconds(1));
    }

    /** The 4th is over in UTC at midnight, on Lord Howe 11 hours before, in Los Angeles, from 04:00, 11 hours after. */
    @ParameterizedTest
    @CsvSource({
        "2026-10-04T23:59:59.999Z, howe, INTERIM",
        "2026-10-05T00:00:00Z, howe, COMPLETE",
        "2026-10-05T00:00:00Z, howe and angeles, INTERIM",
        "2026-10-05T10:59:59.999Z, howe and angeles, INTERIM",
        "2026-10-05T11:00:00Z, howe and angeles, COMPLETE",
    })
    void aDateClosesOnceItHasEndedInEveryStoresZoneAndTheDefaultOne(Instant cutAt, String stores, ReportStatus status) {
        if (stores.equals("howe")) {
            register("howe", "Howe", "Australia/Lord_Howe", "00:00");
        } else {
            register("angeles", "L.A.", "America/Los_Angeles", "04:00", "howe", "Howe", "Australia/Lord_Howe", "00:00");
        }
        assertThat(reportAt(cutAt).status()).isEqualTo(status);
        List<LocalDate> due = new DueDates(
                        new BusinessCalendar(ZoneId.of("UTC"), LocalTime.MIDNIGHT), ReportDay.PREVIOUS, 7)
                .by(calendar)
                .at(cutAt, Optional.of(DATE), Set.of(), Set.of());
        assertThat(due).isEqualTo(status == ReportStatus.COMPLETE ? List.of(DATE) : List.of());
    }

    @Test
    void aStoreThatIsRegisteredLaterCounts() {
        Instant at = Instant.parse("2026-10-05T01:00:00Z");
        assertThat(calendar.hasEnded(DATE, at)).isTrue();
        register("angeles", "L.A.", "America/Los_Angeles", "00:00");
        assertThat(calendar.hasEnded(DATE, at)).isFalse();
        assertThat(calendar.latestDateAt(Instant.parse("2026-10-05T23:00:00Z"))).isEqualTo(DATE.plusDays(1));
        register("auckland", "Auckland", "Pacific/Auckland", "00:00");
        assertThat(calendar.latestDateAt(Instant.parse("2026-10-05T23:00:00Z"))).isEqualTo(DATE.plusDays(2));
    }

    @Test
    void aReportSaysOfEachStoreWhetherItIsRegistered_itsNameZoneAndStart_andTheHoursOfAnUnusualDay() {
        register("howe", "Howe\u202E \nBeach", "Australia/Lord_Howe", "00:00", "other", "Other", "Asia/Tokyo", "00:00");
        Report report = reportAt(Instant.parse("2026-10-06T00:00:00Z"));
        assertThat(report.dayOf("howe").orElseThrow().length()).isEqualTo(Duration.ofMinutes(23 * 60 + 30));
        byte[] json = CanonicalJson.write(report);
        assertThat(new String(json, StandardCharsets.UTF_8))
                .contains("\"stores\":[{\"store_id\":\"camden\",\"registered\":false,\"time_zone\":\"UTC\","
                        + "\"day_starts_at\":\"00:00\"},{\"store_id\":\"howe\",\"registered\":true,\"name\":")
                .contains("\"time_zone\":\"Australia/Lord_Howe\",\"day_starts_at\":\"00:00\",\"day_hours\":23.5}]}");
        assertThat(CanonicalJson.read(json)).isEqualTo(report);
        assertThat(MailText.of(report, PAGE).lines().map(String::strip))
                .contains(
                        "A store is not registered: camden",
                        "2 orders of Howe Beach (howe), AUD 1.00 on average; 0 refunds, 0 voids; 3 units sold, 0 returned.",
                        "This day had 23 h 30 min in Australia/Lord_Howe.",
                        "Days are those of each store's own time zone, and those of UTC, starting at 00:00, for what is of no"
                                + " registered store (time zone data " + BusinessCalendar.timeZoneDataVersion() + ").");
    }

    @Test
    void aNameOrAZoneIsNoFigure() {
        Instant at = Instant.parse("2026-10-06T00:00:00Z");
        register("howe", "Howe", "Australia/Lord_Howe", "00:00");
        String before = CanonicalJson.salesDigest(reportAt(at).stores());
        register("howe", "Lord Howe", "Australia/Sydney", "05:00");
        assertThat(CanonicalJson.salesDigest(reportAt(at).stores())).isEqualTo(before);
    }

    @Test
    void readsARevisionOfAReleaseWithoutARegistry() {
        String json = new String(
                        CanonicalJson.write(SampleReports.report(SampleReports.goodDay(), 1)), StandardCharsets.UTF_8)
                .replaceFirst(",\"stores\":\\[\\{\"store_id\":\"soho\",\"registered\":false[^\\]]*\\]", "");
        assertThat(json).contains("\"time_zone_data\":\"2026a\"}").doesNotContain("registered");
        Report report = CanonicalJson.read(json.getBytes(StandardCharsets.UTF_8));
        assertThat(report.storeDays()).isEmpty();
        assertThat(MailText.of(report, PAGE)).contains("1,207 orders of soho, ").doesNotContain("not registered");
    }
}

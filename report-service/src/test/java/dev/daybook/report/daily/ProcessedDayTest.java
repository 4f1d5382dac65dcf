package dev.daybook.report.daily;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.events.CurrencyCode;
import dev.daybook.service.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProcessedDayTest {
    private static final Instant AFTER = Instant.parse("2026-11-20T16:00:00Z");

    private static StoreSales store(String id, String currency, long net, OptionalLong average, String product) {
        return new StoreSales(
                id,
                CurrencyCode.checked(currency),
                average.isPresent() ? 2 : 0,
                1,
                0,
                2_500,
                1_000,
                net + 30,
                20,
                10,
                net,
                7,
                5,
                net + 12,
                average,
                List.of(new StoreSales.Product(product, null, "A, \"B\"", 2_500, 1_000, net + 30, 20, 10, net)),
                List.of(new StoreSales.Hour(0, 1, net), new StoreSales.Hour(23, 1, 0)),
                List.of(new StoreSales.Payment("card", net + 12)));
    }

    private static Report report() {
        return SampleReports.report(
                SampleReports.figures(
                        AFTER,
                        List.of(
                                store("=soho", "GBP", 123_456, OptionalLong.of(61_728), "latte"),
                                store("ginza", "JPY", 8_000, OptionalLong.of(4_000), "-1"),
                                store("salmiya", "KWD", -1_234, OptionalLong.empty(), "+qahwa\n")),
                        List.of(new ActivityCount("app", "user_action", null, 4))),
                3);
    }

    private static String text(String name) {
        return new String(ProcessedDay.files(report()).get(name), StandardCharsets.UTF_8);
    }

    @Test
    void hasAHeadAndARowForEachStoreAndCurrency() {
        assertThat(text("stores.csv"))
                .isEqualTo(
                        "date,revision,status,store_id,currency,orders,refunds,voids,units_sold,units_returned,gross,"
                                + "discounts,returns,net,tax,tips,collected,average_order\r\n"
                                + "2026-11-19,3,COMPLETE,'=soho,GBP,2,1,0,2.5,1,1234.86,0.20,0.10,1234.56,0.07,0.05,1234.68,617.28\r\n"
                                + "2026-11-19,3,COMPLETE,ginza,JPY,2,1,0,2.5,1,8030,20,10,8000,7,5,8012,4000\r\n"
                                + "2026-11-19,3,COMPLETE,salmiya,KWD,0,1,0,2.5,1,-1.204,0.020,0.010,-1.234,0.007,0.005,-1.222,\r\n");
    }

    @Test
    void quotesWhatNeedsItAndDisarmsFormulasButLeavesNumbersNumbers() {
        assertThat(text("products.csv"))
                .isEqualTo(
                        "date,revision,status,store_id,currency,product_id,name,category,units_sold,units_returned,gross,"
                                + "discounts,returns,net\r\n"
                                + "2026-11-19,3,COMPLETE,'=soho,GBP,latte,,\"A, \"\"B\"\"\",2.5,1,1234.86,0.20,0.10,1234.56\r\n"
                                + "2026-11-19,3,COMPLETE,ginza,JPY,-1,,\"A, \"\"B\"\"\",2.5,1,8030,20,10,8000\r\n"
                                + "2026-11-19,3,COMPLETE,salmiya,KWD,\"'+qahwa\n\",,\"A, \"\"B\"\"\",2.5,1,-1.204,0.020,0.010,-1.234\r\n");
    }

    @Test
    void hasTheHoursAndPaymentsOfEachStore() {
        assertThat(text("hours.csv").lines())
                .startsWith(
                        "date,revision,status,store_id,currency,hour,orders,net",
                        "2026-11-19,3,COMPLETE,'=soho,GBP,0,1,1234.56",
                        "2026-11-19,3,COMPLETE,'=soho,GBP,23,1,0.00")
                .hasSize(1 + 6);
        assertThat(text("payments.csv").lines())
                .containsExactly(
                        "date,revision,status,store_id,currency,method,amount",
                        "2026-11-19,3,COMPLETE,'=soho,GBP,card,1234.68",
                        "2026-11-19,3,COMPLETE,ginza,JPY,card,8012",
                        "2026-11-19,3,COMPLETE,salmiya,KWD,card,-1.222");
    }

    @Test
    void hasTheCanonicalJsonsFiguresInItsJson() throws IOException {
        JsonNode canonical = Json.MAPPER.readTree(CanonicalJson.write(report()));
        JsonNode day = Json.MAPPER.readTree(text("day.json"));
        assertThat(day.path("date")).isEqualTo(canonical.path("date"));
        assertThat(day.path("revision")).isEqualTo(canonical.path("revision"));
        assertThat(day.path("status")).isEqualTo(canonical.path("status"));
        assertThat(day.path("accounting")).isEqualTo(canonical.path("accounting"));
        assertThat(day.path("stores")).isEqualTo(canonical.at("/sales/stores"));
        assertThat(day.path("activity")).isEqualTo(canonical.path("activity"));
        assertThat(day).hasSize(6);
    }

    @Test
    void isTheSameFromTheReportAndFromItsCanonicalJson() {
        Map<String, byte[]> read = ProcessedDay.files(CanonicalJson.read(CanonicalJson.write(report())));
        assertThat(read).containsOnlyKeys("day.json", "stores.csv", "products.csv", "hours.csv", "payments.csv");
        ProcessedDay.files(report())
                .forEach((name, bytes) -> assertThat(read.get(name)).as(name).isEqualTo(bytes));
    }

    @Test
    void hasHeadsAlone_whenNothingWasSold() {
        Report empty = SampleReports.report(SampleReports.figures(AFTER, List.of(), List.of()), 1);
        assertThat(ProcessedDay.files(empty))
                .allSatisfy((name, bytes) -> assertThat(new String(bytes, StandardCharsets.UTF_8).lines())
                        .as(name)
                        .hasSize(1));
    }
}

package dev.daybook.report.daily;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.daybook.events.CurrencyCode;
import dev.daybook.service.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconciliationFormatsTest {
    private static final CurrencyCode USD = CurrencyCode.checked("USD");

    private static Reconciliation.Compared example(Appendable csv) {
        OrderComparison comparison = new OrderComparison(Set.of("cafe"), new BigDecimal("0.00"), 100);
        comparison.shop(new ShopOrder("cafe", USD, "1", 2000));
        comparison.shop(new ShopOrder("cafe", USD, "2", 350));
        comparison.shop(new ShopOrder("cafe", USD, "3", 100));
        comparison.shop(new ShopOrder("cafe", USD, "3", 100));
        comparison.shop(new ShopOrder("cafe", USD, "4", 700));
        comparison.stream(new StreamOrder("cafe", USD, "1", 1999, 150, 50, 1, 0));
        comparison.stream(new StreamOrder("cafe", USD, "4", 700, 0, 0, 1, 0));
        comparison.stream(new StreamOrder("cafe", USD, "5", 500, 0, 0, 1, 0));
        comparison.stream(new StreamOrder("cafe", USD, "6", 0, 0, 0, 1, 1));
        comparison.stream(new StreamOrder("cafe", USD, "7", -250, 0, 0, 0, 0));
        comparison.stream(new StreamOrder("elsewhere", USD, "1", 1, 0, 0, 1, 0));
        return comparison.compare(new ReconciliationCsv(csv));
    }

    @Test
    void writesEveryOrderAsALineOfCsv() {
        StringBuilder csv = new StringBuilder();
        example(csv);
        assertThat(csv.toString().split("\r\n"))
                .containsExactly(
                        ReconciliationCsv.HEAD,
                        "amounts_differ,cafe,USD,1,20.00,19.99,-0.01,1,1.50,0.50,1,0",
                        "only_in_database,cafe,USD,2,3.50,,-3.50,1,,,,",
                        "duplicated_in_database,cafe,USD,3,2.00,,-2.00,2,,,,",
                        "matched,cafe,USD,4,7.00,7.00,0.00,1,0.00,0.00,1,0",
                        "only_in_stream,cafe,USD,5,,5.00,5.00,0,0.00,0.00,1,0",
                        "voided,cafe,USD,6,,0.00,0.00,0,0.00,0.00,1,1",
                        "refund_of_other_day,cafe,USD,7,,-2.50,-2.50,0,0.00,0.00,0,0");
        assertThat(csv.toString()).endsWith("\r\n");
    }

    @Test
    void writesTheHeadAlone_whenThereWereNoOrders() {
        StringBuilder csv = new StringBuilder();
        ReconciliationCsv writer = new ReconciliationCsv(csv);
        writer.writeHeadOnce();
        writer.writeHeadOnce();
        assertThat(csv).hasToString(ReconciliationCsv.HEAD + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1+1",
                "@SUM(A1)",
                "\tx",
                "=cmd|' /C calc'!A0",
                "-",
                "-1e5",
                "--1",
                "+441234",
                "-1.",
                "-.5"
            })
    void putsAnApostropheBeforeWhatASpreadsheetCouldRun(String id) {
        assertThat(CsvLines.cell(id)).startsWith("'").isEqualTo("'" + id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-0.50", "1", "A-1", "a=b", "", " x", "'quoted'", "soho-2-9931"})
    void leavesNumbersAndHarmlessTextAlone(String id) {
        assertThat(CsvLines.cell(id)).isEqualTo(id);
    }

    @Test
    void quotesWhatWouldEndACellOrALine() {
        assertThat(CsvLines.cell("a,b")).isEqualTo("\"a,b\"");
        assertThat(CsvLines.cell("a\"b")).isEqualTo("\"a\"\"b\"");
        assertThat(CsvLines.cell("\0=1")).isEqualTo("'\0=1");
        assertThat(CsvLines.cell("\r=1")).isEqualTo("\"'\r=1\"");
        assertThat(CsvLines.cell("=1,\"x\"")).isEqualTo("\"'=1,\"\"x\"\"\"");
    }

    @Test
    void writesTheOutcomeAsJson() throws IOException {
        assertThat(json(example(new StringBuilder())))
                .isEqualTo("{\"status\":\"FAIL\",\"tolerance\":\"0.00\","
                        + "\"counts\":{\"matched\":1,\"only_in_database\":1,\"only_in_stream\":1,\"amounts_differ\":1,"
                        + "\"duplicated_in_database\":1,\"voided\":1,\"refund_of_other_day\":1},"
                        + "\"net_difference\":[{\"store_id\":\"cafe\",\"currency\":\"USD\",\"database\":\"32.50\","
                        + "\"stream\":\"31.99\",\"difference\":\"-0.51\",\"refunds_of_other_days\":\"-2.50\"}],"
                        + "\"stores_not_covered\":[\"elsewhere\"],"
                        + "\"first\":{"
                        + "\"only_in_database\":[{\"store_id\":\"cafe\",\"currency\":\"USD\",\"order_id\":\"2\","
                        + "\"database\":{\"amount\":\"3.50\",\"rows\":1},\"difference\":\"-3.50\"}],"
                        + "\"only_in_stream\":[{\"store_id\":\"cafe\",\"currency\":\"USD\",\"order_id\":\"5\","
                        + "\"stream\":{\"net\":\"5.00\",\"tax\":\"0.00\",\"tips\":\"0.00\",\"sales\":1,\"voids\":0},"
                        + "\"difference\":\"5.00\"}],"
                        + "\"amounts_differ\":[{\"store_id\":\"cafe\",\"currency\":\"USD\",\"order_id\":\"1\","
                        + "\"database\":{\"amount\":\"20.00\",\"rows\":1},"
                        + "\"stream\":{\"net\":\"19.99\",\"tax\":\"1.50\",\"tips\":\"0.50\",\"sales\":1,\"voids\":0},"
                        + "\"difference\":\"-0.01\"}],"
                        + "\"duplicated_in_database\":[{\"store_id\":\"cafe\",\"currency\":\"USD\",\"order_id\":\"3\","
                        + "\"database\":{\"amount\":\"2.00\",\"rows\":2},\"difference\":\"-2.00\"}]}}");
        assertThat(json(new Reconciliation.NotReconciled("why")))
                .isEqualTo("{\"status\":\"NOT_RECONCILED\",\"reason\":\"why\"}");
    }

    @Test
    void isTheSameAfterJson() throws IOException {
        Reconciliation.Compared compared = example(new StringBuilder());
        assertThat(read(json(compared))).isEqualTo(compared);
        Reconciliation not = new Reconciliation.NotReconciled("why");
        assertThat(read(json(not))).isEqualTo(not);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"status\":1}",
                "{\"status\":\"FINE\"}",
                "{\"status\":\"PASS\"}",
                "{\"status\":\"NOT_RECONCILED\"}"
            })
    void refusesOtherJson(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(MalformedFigures.class);
    }

    private static Reconciliation read(String json) throws IOException {
        return ReconciliationJson.read(SalesJson.fields(Json.MAPPER.readTree(json)));
    }

    private static String json(Reconciliation reconciliation) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = Json.MAPPER.getFactory().createGenerator(text)) {
            ReconciliationJson.write(out, reconciliation);
        }
        return text.toString();
    }
}

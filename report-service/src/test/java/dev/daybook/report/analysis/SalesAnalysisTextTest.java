package dev.daybook.report.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.report.SharedData;
import dev.daybook.report.daily.SalesJson;
import dev.daybook.service.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SalesAnalysisTextTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

    @ParameterizedTest
    @CsvSource({
        "extract_2020-06-22.json, 2020-06-22, report_2020-06-22.txt",
        "extract_2020-07-28.json, 2020-07-28, report_2020-07-28.txt",
        "extract_all_time.json, 2020-07-28, report_all_time.txt",
        "extract_empty_2020-06-23.json, 2020-06-23, report_empty_2020-06-23.txt",
    })
    void printsTheCafeLabsBytes_fromItsExtractorsRows(String extract, LocalDate date, String report)
            throws IOException {
        Path folder = SharedData.folder("cafe-lab");
        SalesAnalysis.Builder analysis = new SalesAnalysis.Builder(date);
        for (JsonNode row :
                Json.MAPPER.readTree(folder.resolve(extract).toFile()).get("body")) {
            analysis.add(
                    row.get("product_group_number").asText(),
                    row.get("product_group_name").textValue(),
                    row.get("product_id").asText(),
                    row.get("product_name").textValue(),
                    row.get("quantity").decimalValue());
        }
        String text = SalesAnalysisText.render(analysis.build());
        assertThat(text).isEqualTo(Files.readString(folder.resolve(report)));
        assertThat(text.getBytes(StandardCharsets.UTF_8)).isEqualTo(Files.readAllBytes(folder.resolve(report)));
    }

    @Test
    void printsGroupsItemsAndQuantities() {
        SalesAnalysis.Builder analysis = new SalesAnalysis.Builder(DAY);
        add(analysis, "1", "Hot drinks", "7", "Tea", "12");
        add(analysis, "2", "Food", "9", "Soup", "1.50");
        assertThat(lines(analysis.build())).isEqualTo(new String[] {
            " ".repeat(29) + "Sales Analysis Report" + " ".repeat(30),
            " ".repeat(32) + "Date: 2026-11-20" + " ".repeat(32),
            "",
            "Product Group: Hot drinks",
            "",
            " ".repeat(15) + "Item Name" + " ".repeat(16) + "\t\t\tQuantity",
            " ".repeat(15) + "*********" + " ".repeat(16) + "\t\t\t********",
            " ".repeat(18) + "Tea" + " ".repeat(19) + "\t\t\t  12 ",
            "",
            "Product Group: Food",
            "",
            " ".repeat(15) + "Item Name" + " ".repeat(16) + "\t\t\tQuantity",
            " ".repeat(15) + "*********" + " ".repeat(16) + "\t\t\t********",
            " ".repeat(18) + "Soup" + " ".repeat(18) + "\t\t\t 1.5 ",
            "",
        });
    }

    @Test
    void saysThatThereWereNoOrdersWithoutALineBreakAtTheEnd_whenTheDayIsEmpty() {
        String text = SalesAnalysisText.render(new SalesAnalysis.Builder(DAY).build());
        assertThat(text).endsWith("\n\n" + " ".repeat(26) + "There were no orders today." + " ".repeat(27));
    }

    @ParameterizedTest
    @CsvSource({"19, 3", "20, 2", "37, 2", "38, 1", "40, 1", "41, 1"})
    void putsFewerTabsAfterALongerName(int length, int tabs) {
        SalesAnalysis.Builder analysis = new SalesAnalysis.Builder(DAY);
        add(analysis, "1", "G", "1", "é".repeat(length), "1");
        String line = lines(analysis.build())[7];
        assertThat(line.strip())
                .isEqualTo("é".repeat(length) + " ".repeat(Math.max(0, (40 - length + 1) / 2)) + "\t".repeat(tabs)
                        + "  1");
        assertThat(line).hasSize(Math.max(40, length) + tabs + 5);
    }

    @Test
    void countsACharacterOutsideTheBasicPlaneOnce() {
        SalesAnalysis.Builder analysis = new SalesAnalysis.Builder(DAY);
        add(analysis, "1", "G", "1", "🥐🥐", "1");
        assertThat(lines(analysis.build())[7]).startsWith(" ".repeat(19) + "🥐🥐" + " ".repeat(19) + "\t");
    }

    @Test
    void keepsANameFromForgingALineOrAColumn() {
        SalesAnalysis.Builder analysis = new SalesAnalysis.Builder(DAY);
        add(analysis, "1", "G\nProduct Group: X", "1", "A\t\t999\r\nB\u2028C", "1");
        assertThat(lines(analysis.build())).hasSize(9).contains("Product Group: G Product Group: X");
        assertThat(SalesAnalysisText.render(analysis.build())).contains("A  999  B C");
    }

    @Test
    void putsWhatHasNoKnownProductUnderAHeadingOfItsOwnAtTheEnd() {
        SalesAnalysis.Builder analysis = new SalesAnalysis.Builder(DAY);
        add(analysis, null, null, null, null, "2");
        add(analysis, "1", "Drinks", "7", "Coffee", "1");
        add(analysis, null, null, "12", null, "3");
        add(analysis, null, null, "13", "Mug", "4");
        add(analysis, null, null, null, null, "5");
        assertThat(analysis.build().groups())
                .containsExactly(
                        new SalesAnalysis.Group("Drinks", List.of(item("7", "Coffee", "1"))),
                        new SalesAnalysis.Group(
                                SalesAnalysis.UNKNOWN_GROUP,
                                List.of(
                                        item(null, "Unknown product", "7"),
                                        item("12", "Product 12", "3"),
                                        item("13", "Mug", "4"))));
        assertThat(SalesAnalysisText.render(analysis.build())).contains("\nProduct Group: Unknown\n");
    }

    @Test
    void keepsTwoProductsOfOneNameAndTwoGroupsOfOneNameApart() {
        SalesAnalysis.Builder analysis = new SalesAnalysis.Builder(DAY);
        add(analysis, "1", "Drinks", "7", "Coffee", "1");
        add(analysis, "1", "Drinks", "8", "Coffee", "2");
        add(analysis, "2", "Drinks", "7", "Coffee", "4");
        add(analysis, "1", "Drinks", "7", "Coffee", "8");
        assertThat(analysis.items()).isEqualTo(3);
        assertThat(analysis.build().groups())
                .containsExactly(
                        new SalesAnalysis.Group("Drinks", List.of(item("7", "Coffee", "9"), item("8", "Coffee", "2"))),
                        new SalesAnalysis.Group("Drinks", List.of(item("7", "Coffee", "4"))));
    }

    @Test
    void isTheSameAfterJson() throws IOException {
        SalesAnalysis.Builder analysis = new SalesAnalysis.Builder(DAY);
        add(analysis, "1", "Drinks", "7", "Coffee", "100");
        add(analysis, null, null, null, null, "0.25");
        StringWriter json = new StringWriter();
        try (var out = Json.MAPPER.getFactory().createGenerator(json)) {
            SalesAnalysisJson.write(out, analysis.build());
        }
        assertThat(json)
                .hasToString(
                        "{\"date\":\"2026-11-20\",\"groups\":[{\"name\":\"Drinks\",\"items\":[{\"product_id\":\"7\","
                                + "\"name\":\"Coffee\",\"quantity\":100}]},{\"name\":\"Unknown\",\"items\":[{\"product_id\":null,"
                                + "\"name\":\"Unknown product\",\"quantity\":0.25}]}]}");
        assertThat(SalesAnalysisJson.read(SalesJson.fields(Json.MAPPER.readTree(json.toString()))))
                .isEqualTo(analysis.build());
    }

    private static void add(
            SalesAnalysis.Builder analysis, String groupId, String group, String productId, String name, String units) {
        analysis.add(groupId, group, productId, name, new BigDecimal(units));
    }

    private static SalesAnalysis.Item item(String productId, String name, String units) {
        return new SalesAnalysis.Item(productId, name, new BigDecimal(units));
    }

    private static String[] lines(SalesAnalysis analysis) {
        return SalesAnalysisText.render(analysis).split("\n", -1);
    }
}

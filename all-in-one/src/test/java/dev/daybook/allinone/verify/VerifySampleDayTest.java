package dev.daybook.allinone.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.allinone.AllInOne;
import dev.daybook.allinone.HomeCommands;
import dev.daybook.allinone.e2e.DaybookClient;
import dev.daybook.allinone.sample.SampleDay;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The sample day, with conflicts across days, verified and explained while Daybook runs and when it is stopped; then damaged. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VerifySampleDayTest {
    private static final LocalDate DAY = LocalDate.now(ZoneOffset.UTC).minusDays(1);
    private static final LocalDate DAY_BEFORE = DAY.minusDays(1);

    @TempDir
    static Path folder;

    private static AllInOne daybook;
    private static DaybookClient client;
    private static HomeCommands commands;
    private static Path home;

    @BeforeAll
    static void trade() throws Exception {
        home = folder.resolve("home");
        Map<String, String> settings = new HashMap<>(Map.of("DAYBOOK_HOME", home.toString()));
        for (String port :
                List.of("INGEST_PORT", "PROCESSOR_PORT", "REPORT_PORT", "AWS_PORT", "KAFKA_PORT", "DB_PORT")) {
            settings.put(port, "0");
        }
        daybook = AllInOne.start(settings, Clock.systemUTC(), line -> {});
        client = DaybookClient.of(home);
        commands = new HomeCommands(home, Map.of());
        List<String> events = SampleDay.of(DAY, ZoneOffset.UTC).events();
        post(events);
        post(events.subList(0, 300));
        // The same identities with another day's timestamp and business date: conflicts of the day before.
        post(events.subList(300, 400).stream()
                .map(event -> event.replace("\"timestamp\":\"" + DAY + "T", "\"timestamp\":\"" + DAY_BEFORE + "T"))
                .toList());
        post(SampleDay.of(DAY_BEFORE, ZoneOffset.UTC).events());
        for (LocalDate date : List.of(DAY_BEFORE, DAY)) {
            DaybookClient.Answer run = client.run(date.toString());
            assertThat(run.status()).as(run.text()).isEqualTo(200);
        }
    }

    private static void post(List<String> events) throws Exception {
        client.postMixed(events, 500);
    }

    @AfterAll
    static void stop() {
        daybook.close();
    }

    @Test
    @Order(1)
    void reportsAndLiveStateAreWhatTheArchiveComesTo() throws Exception {
        for (LocalDate date : List.of(DAY, DAY_BEFORE)) {
            HomeCommands.Result verify = commands.verify(date.toString());
            assertThat(verify.status()).as(verify.toString()).isZero();
            assertThat(verify.out().lines())
                    .as(verify.toString())
                    .hasSize(2)
                    .anyMatch(line -> line.contains("the report's revision 1 is what"))
                    .anyMatch(line -> line.contains("the live state is what"));
        }
        assertThat(commands.verify(DAY_BEFORE.toString()).out()).containsPattern("[1-9][0-9]* conflicting");
    }

    @Test
    @Order(2)
    void dayThatIsNotReportedIsComparedWithTheLiveStateAlone() throws Exception {
        HomeCommands.Result verify = commands.verify("2020-01-01");
        assertThat(verify.status()).as(verify.toString()).isZero();
        assertThat(verify.err()).contains("there is no report of 2020-01-01");
    }

    @Test
    @Order(3)
    void eventsBehindAFigureComeToTheReportsFigure() throws Exception {
        JsonNode soho = client.get("report", "/v1/reports/" + DAY).json().at("/sales/stores/2");
        assertThat(soho.path("store_id").asText()).isEqualTo("soho");
        JsonNode latte = element(soho.path("products"), "product_id", "latte");
        JsonNode eight = element(soho.path("hours"), "hour", "8");
        JsonNode card = element(soho.path("payments"), "method", "card");
        explain("net", soho.path("net"));
        explain("gross", soho.path("gross"));
        explain("tax", soho.path("tax"));
        explain("orders", soho.path("orders"));
        explain("refunds", soho.path("refunds"));
        explain("units_sold", soho.path("units_sold"));
        explain("product:latte", latte.path("net"));
        explain("product.units_sold:latte", latte.path("units_sold"));
        explain("hour:8", eight.path("net"));
        explain("hour.orders:8", eight.path("orders"));
        explain("payment:card", card.path("amount"));
    }

    private static void explain(String figure, JsonNode expected) throws Exception {
        HomeCommands.Result explain = commands.explain(DAY.toString(), "soho", figure);
        assertThat(explain.status()).as(figure + ": " + explain.err()).isZero();
        List<String> lines = explain.out().lines().toList();
        assertThat(lines.get(0)).startsWith("object\tpartition\toffset\t");
        BigDecimal sum = BigDecimal.ZERO;
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split("\t", -1);
            assertThat(fields).hasSize(10);
            assertThat(s3(fields[0])).exists();
            sum = sum.add(new BigDecimal(fields[9]));
        }
        assertThat(sum).as(figure).isEqualByComparingTo(expected.asText());
    }

    private static JsonNode element(JsonNode array, String key, String value) {
        for (JsonNode element : array) {
            if (element.path(key).asText().equals(value)) {
                return element;
            }
        }
        throw new AssertionError("no " + key + " " + value);
    }

    @Test
    @Order(4)
    void wrongArgumentsAreAnsweredWithTheUsage() throws Exception {
        assertThat(commands.verify("yesterday").status()).isEqualTo(2);
        assertThat(commands.verify().status()).isEqualTo(2);
        assertThat(commands.explain(DAY.toString(), "soho", "profit").err()).contains("units_sold");
    }

    @Test
    @Order(5)
    void stoppedDaybookIsVerifiedAgainstItsReports_andItsArchiveChecked() throws Exception {
        daybook.close();
        HomeCommands.Result day = commands.verify(DAY.toString());
        assertThat(day.status()).as(day.toString()).isZero();
        assertThat(day.err()).contains("not compared with the live state");
        assertThat(day.out().lines()).hasSize(1);

        HomeCommands.Result all = commands.verify("--all");
        assertThat(all.status()).as(all.toString()).isZero();
        assertThat(all.out()).contains("2 reported days, 0 of them differ, 0 faults");

        HomeCommands.Result nothing = commands.verify("2020-01-01");
        assertThat(nothing.status()).isEqualTo(2);

        HomeCommands.Result check = commands.archive("check");
        assertThat(check.status()).as(check.toString()).isZero();
        assertThat(commands.archive("reindex").status()).isZero();
    }

    @Test
    @Order(6)
    void alteredByteIsFoundAndItsObjectNamed() throws Exception {
        String key = commands.explain(DAY.toString(), "soho", "net")
                .out()
                .lines()
                .toList()
                .get(1)
                .split("\t")[0];
        byte[] right = Files.readAllBytes(s3(key));
        byte[] wrong = right.clone();
        wrong[wrong.length / 2] ^= 0x10;
        Files.write(s3(key), wrong);
        HomeCommands.Result verify = commands.verify(DAY.toString());
        assertThat(verify.status()).as(verify.toString()).isEqualTo(1);
        assertThat(verify.out()).contains(key);
        HomeCommands.Result all = commands.verify("--all");
        assertThat(all.status()).as(all.toString()).isEqualTo(1);
        assertThat(all.out()).contains(key);
        Files.write(s3(key), right);
        assertThat(commands.verify(DAY.toString()).status()).isZero();
    }

    @Test
    @Order(7)
    void wrongFigureInTheReportIsListed() throws Exception {
        String key = "reports/" + DAY + "/r1/report.json";
        String right = Files.readString(s3(key));
        String net =
                DaybookClient.json().readTree(right).at("/sales/stores/2/net").asText();
        Files.writeString(s3(key), right.replaceFirst("\"net\":\"" + net + "\"", "\"net\":\"1.23\""));
        for (String what : List.of(DAY.toString(), "--all")) {
            HomeCommands.Result verify = commands.verify(what);
            assertThat(verify.status()).as(verify.toString()).isEqualTo(1);
            assertThat(verify.out())
                    .contains("store \"soho\" GBP net: 1.23 there, " + net + " by the archive")
                    .contains("in 1 of ");
        }
        Files.writeString(s3(key), right);
    }

    private static Path s3(String key) {
        return home.resolve("aws/s3/buckets/daybook").resolve(key);
    }
}

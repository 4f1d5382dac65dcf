package dev.daybook.processor.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.BusinessDay;
import dev.daybook.events.Document;
import dev.daybook.events.EventLimits;
import dev.daybook.events.EventParser;
import dev.daybook.events.archive.ArchiveLine;
import dev.daybook.service.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    private static final String SALE = """
            {"event_id":"1","source":"s","event_type":"sale.completed","timestamp":"2026-11-20T08:31:07Z","details":
            {"store_id":"soho","order_id":"o","currency":"GBP","tip":"1.00","lines":[{"product_id":"latte","name":"Latte",
            "quantity":2,"unit_price":"3.70","discount":"0.40","tax":"1.17"}],"payments":[{"method":"card","amount":"9.17"}]}}""";
    private static final String ACTIVITY =
            "{\"event_id\":\"2\",\"source\":\"s\",\"event_type\":\"t\",\"timestamp\":\"2026-11-20T08:31:07Z\",\"details\":{\"status\":\"ok\"}}";
    private static final String REPORT = """
            {"sales":{"stores":[{"store_id":"soho","currency":"GBP","orders":1,"refunds":0,"voids":0,"units_sold":2,
            "units_returned":0,"gross":"7.40","discounts":"0.40","returns":"0.00","net":"7.00","tax":"1.17","tips":"1.00",
            "collected":"9.17","average_order":"7.00",
            "products":[{"product_id":"latte","name":"Latte","category":null,"units_sold":2,"units_returned":0,"gross":"7.40",
            "discounts":"0.40","returns":"0.00","net":"7.00"}],
            "hours":[{"hour":8,"orders":1,"net":"7.00"}],"payments":[{"method":"card","amount":"9.17"}]}]},
            "activity":[{"source":"s","event_type":"t","status":"ok","count":1}],
            "accounting":{"received":3,"counted":2,"duplicate":1,"conflicting":0,"rejected":0}}""";

    @Test
    void agreesInEveryFigure() throws Exception {
        Target.Comparison comparison = target().compare(Json.MAPPER.readTree(REPORT));
        assertThat(comparison.differences()).isEmpty();
        assertThat(comparison.figures()).isEqualTo(13 + 8 + 2 + 1 + 1 + 5);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "\"gross\":\"7.40\",, store \"soho\" GBP gross",
                "\"tax\":\"1.17\",\"tax\":\"1.18\", tax",
                "\"units_sold\":2,\"units_sold\":2.5, units_sold",
                "\"name\":\"Latte\",\"name\":\"Mocha\", product \"latte\" name",
                "\"hour\":8,\"hour\":9, hour 9 net",
                "\"method\":\"card\",\"method\":\"cash\", payment \"cash\" amount",
                "\"count\":1,\"count\":2, activity \"s\" \"t\" \"ok\" count",
                "\"duplicate\":1,\"duplicate\":0, accounting duplicate",
                "\"average_order\":\"7.00\",\"average_order\":null, average_order",
                "\"store_id\":\"soho\",\"store_id\":\"camden\", store \"camden\" GBP net",
            })
    void namesAFigureThatDiffers(String right, String wrong, String figure) throws Exception {
        String altered = wrong == null ? REPORT.replaceFirst(right + ",", "") : REPORT.replace(right, wrong);
        assertThat(altered).isNotEqualTo(REPORT);
        assertThat(target().compare(Json.MAPPER.readTree(altered)).differences())
                .anyMatch(difference -> difference.contains(figure));
    }

    private static Target target() throws Exception {
        Target target = new Target(DAY, "the report's revision 1", new Cut(Map.of(0, 3L), Map.of(0, 0L)));
        target.tally().add(line(SALE), counted(SALE));
        target.tally().add(line(ACTIVITY), counted(ACTIVITY));
        target.tally().add(line(ACTIVITY), new Judged.Duplicate());
        return target;
    }

    private static Judged counted(String event) {
        Document.Single single =
                (Document.Single) new EventParser(EventLimits.RECORDS).parse(event.getBytes(StandardCharsets.UTF_8));
        return new Judged.Counted(
                ((Document.Accepted) single.item()).event(), new BusinessDay(DAY, DAY.atTime(8, 31, 7)));
    }

    private static ArchiveLine line(String event) {
        return new ArchiveLine(
                0,
                0,
                Instant.parse("2026-11-20T08:31:08Z"),
                "till",
                DAY,
                "2026-11-20T08:31:07",
                null,
                null,
                event.getBytes(StandardCharsets.UTF_8),
                true);
    }
}

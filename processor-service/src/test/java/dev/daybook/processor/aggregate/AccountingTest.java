package dev.daybook.processor.aggregate;

import static dev.daybook.processor.aggregate.DrivenTopology.START;
import static dev.daybook.processor.aggregate.DrivenTopology.activity;
import static dev.daybook.processor.aggregate.DrivenTopology.headers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.events.BusinessDay;
import dev.daybook.events.EventHeaders;
import dev.daybook.events.Identity;
import dev.daybook.events.Refusal;
import dev.daybook.events.Refusal.Code;
import dev.daybook.events.Rejection;
import dev.daybook.events.Rejection.RefusedBy;
import dev.daybook.service.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of the four counts a record adds to, and on which day. */
class AccountingTest {
    private static final LocalDate DAY_BEFORE = Sales.DATE.minusDays(1);
    /** 23:00 of the day before in the zone of the tests. */
    private static final Instant LATE_IN_THE_EVENING = Instant.parse("2026-11-20T04:00:00Z");

    @TempDir
    private Path stateDir;

    private DrivenTopology topology;

    @BeforeEach
    void open() {
        topology = new DrivenTopology(stateDir);
    }

    @AfterEach
    void close() {
        topology.close();
    }

    private static byte[] rejection(Code code, RefusedBy by) {
        return new Rejection(new Refusal(code, "", "x"), by, "latte".getBytes(StandardCharsets.UTF_8)).toJson();
    }

    private static Headers stamped(LocalDate date) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(EventHeaders.PRODUCER, EventHeaders.bytes("till-soho"));
        EventHeaders.stamp(headers, new BusinessDay(date, Sales.DAY.localTime()));
        return headers;
    }

    @Test
    void putsEachRecordInExactlyOneCount() throws Exception {
        topology.receive("app", "e-1", activity("e-1", "ok"), START);
        topology.receive("app", "e-2", activity("e-2", "ok"), START);
        topology.receive("app", "e-1", activity("e-1", "ok"), START);
        topology.receive("app", "e-1", activity("e-1", "other"), START);
        topology.receive(new Identity("app", "e-1").key(), "latte", headers(), START);
        topology.receiveRejected(rejection(Code.MISSING_FIELD, RefusedBy.DOOR), headers(), START);
        topology.receiveRejected(rejection(Code.MISSING_FIELD, RefusedBy.DOOR), headers(), START);

        assertThat(topology.accounting(Sales.DATE)).isEqualTo(new AccountingRow(2, 1, 1, 3));
        assertThat(topology.rejections(Sales.DATE))
                .isEqualTo(
                        Map.of("till-soho conflict", 1L, "till-soho invalid_json", 1L, "till-soho missing_field", 2L));
        assertThat(topology.rows(RowKind.ACCOUNTING).events()).isEqualTo(5);
    }

    @Test
    void countsNoCopyOfItsOwn_whenItComesBack() throws Exception {
        topology.receive("app", "e-1", activity("e-1", "ok"), START);
        topology.receive("app", "e-1", activity("e-1", "other"), START);

        assertThat(topology.rejected.readRecordsToList()).hasSize(1);
        assertThat(topology.rows(RowKind.ACCOUNTING).rejected())
                .as("it was read")
                .isEqualTo(1);
        assertThat(topology.accounting(Sales.DATE)).isEqualTo(new AccountingRow(1, 0, 1, 0));
        assertThat(topology.metrics
                        .get("daybook.processor.rejections")
                        .tag("refused_by", "processor")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "latte", "{}", "[]", "{\"refused_by\":\"till\",\"code\":\"x\"}", "{\"code\":\"x\"}"})
    void countsNothing_whenAStrangersRecordAmongTheRefusedIsNoRefusal(String value) throws Exception {
        topology.receiveRejected(value.getBytes(StandardCharsets.UTF_8), headers(), START);
        assertThat(topology.accounting(Sales.DATE)).isEqualTo(AccountingRow.NONE);
        assertThat(topology.rows(RowKind.ACCOUNTING).rejected()).isEqualTo(1);
    }

    @Test
    void countsDuplicatesAndConflictsOnTheDayOfTheirOwnHeaders() throws Exception {
        byte[] key = new Identity("app", "e-1").key();
        topology.receive(key, activity("e-1", "ok"), stamped(Sales.DATE), START);
        topology.receive(key, activity("e-1", "ok"), stamped(DAY_BEFORE), START);
        topology.receive(key, activity("e-1", "other"), stamped(DAY_BEFORE), START);

        assertThat(topology.accounting(Sales.DATE)).isEqualTo(new AccountingRow(1, 0, 0, 0));
        assertThat(topology.accounting(DAY_BEFORE)).isEqualTo(new AccountingRow(0, 1, 1, 0));
    }

    @Test
    void countsWhatIsUndatedOnItsDayOfReceipt_inTheDefaultZone() throws Exception {
        topology.receive(new byte[] {1}, "latte", new RecordHeaders(), LATE_IN_THE_EVENING);
        topology.receiveRejected(
                rejection(Code.INVALID_JSON, RefusedBy.DOOR), new RecordHeaders(), LATE_IN_THE_EVENING);
        topology.receiveRejected(
                rejection(Code.INVALID_JSON, RefusedBy.DOOR),
                new RecordHeaders(),
                LATE_IN_THE_EVENING.plus(Duration.ofHours(1)));

        assertThat(topology.accounting(DAY_BEFORE)).isEqualTo(new AccountingRow(0, 0, 0, 2));
        assertThat(topology.accounting(Sales.DATE)).isEqualTo(new AccountingRow(0, 0, 0, 1));
        assertThat(topology.rejections(DAY_BEFORE)).isEqualTo(Map.of("null invalid_json", 2L));
    }

    @Test
    void takesTheRecordsOwnTimeOfReceipt_whenItIsBeforeItsPredecessors() throws Exception {
        topology.receive(new byte[] {1}, "latte", new RecordHeaders(), START);
        topology.receive(new byte[] {1}, "latte", new RecordHeaders(), LATE_IN_THE_EVENING);
        assertThat(topology.accounting(DAY_BEFORE).rejected()).isEqualTo(1);
    }

    @Test
    void countsOnTheStampedDate_whenOnlyTheLocalTimeIsMissing() throws Exception {
        Headers dateOnly = new RecordHeaders().add(EventHeaders.BUSINESS_DATE, EventHeaders.bytes("2026-11-19"));
        topology.receive("app", "e-0", activity("e-0", "ok"), START);
        topology.receive(new Identity("app", "e-1").key(), activity("e-1", "ok"), dateOnly, START);
        assertThat(topology.accounting(DAY_BEFORE)).isEqualTo(new AccountingRow(0, 0, 0, 1));
        assertThat(topology.rejections(DAY_BEFORE)).isEqualTo(Map.of("null unreadable_headers", 1L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\u0000b", "\uD83D\uDE00 far too long"})
    void namesNoProducer_whenTheHeaderHoldsWhatNoIdCan(String start) throws Exception {
        Headers headers = new RecordHeaders()
                .add(EventHeaders.PRODUCER, EventHeaders.bytes(start.contains("long") ? start.repeat(20) : start));
        topology.receiveRejected(rejection(Code.INVALID_JSON, RefusedBy.DOOR), headers, START);
        assertThat(topology.rejections(Sales.DATE)).isEqualTo(Map.of("null invalid_json", 1L));
    }

    @Test
    void namesTheEventInTheCopy_whenItConflictsOrIsUnreadable() throws Exception {
        topology.receive("app", "e-1", activity("e-1", "ok"), START);
        topology.receive("app", "e-1", activity("e-1", "other"), START);
        topology.receive(new byte[] {1}, "{\"event_id\":\"e-2\",\"source\":\"app\"}", headers(), START);

        for (String id : new String[] {"e-1", "e-2"}) {
            var copy = Json.MAPPER.readTree(topology.rejected.readValue());
            assertThat(copy.path("event_id").textValue()).isEqualTo(id);
            assertThat(copy.path("source").textValue()).isEqualTo("app");
        }
    }
}

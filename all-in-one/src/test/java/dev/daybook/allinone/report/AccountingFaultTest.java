package dev.daybook.allinone.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.events.Refusal;
import dev.daybook.events.Rejection;
import dev.daybook.report.ReportService;
import dev.daybook.service.objects.ObjectStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Plants faults on either side of the equation: each has to show wherever the report does. */
class AccountingFaultTest {
    private static final LocalDate FIRST = LocalDate.parse("2026-07-01");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String ALARMS = "daybook_report_accounting_differences_total";

    @TempDir
    static Path home;

    private static ReportStand stand;
    private static ReportService service;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger alarm = (Logger) LoggerFactory.getLogger("dev.daybook.report.kind.AccountingAlarm");

    @BeforeAll
    static void start() throws Exception {
        stand = new ReportStand(home, Duration.ofSeconds(20));
        service = stand.start();
    }

    @AfterAll
    static void stop() {
        stand.close();
    }

    @BeforeEach
    void listen() {
        log.start();
        alarm.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        alarm.detachAppender(log);
    }

    /** With how many received records more than the processor accounts for. */
    enum Fault {
        NONE(0),
        PROCESSOR_DROPPED_ONE(1),
        PROCESSOR_COUNTED_ONE_TWICE(-1),
        ARCHIVER_LOST_ONE(-1),
        ARCHIVED_TWICE(1);

        private final int difference;

        Fault(int difference) {
            this.difference = difference;
        }
    }

    @ParameterizedTest
    @EnumSource
    void showsInMailPageJsonListAndAlarm(Fault fault) throws Exception {
        LocalDate date = FIRST.plusDays(fault.ordinal());
        sendADay(date, fault.ordinal());
        plant(fault, date, fault.ordinal());
        double alarmsBefore = stand.metric(service, ALARMS);

        stand.run(service, date, 30);
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(stand.publication(date)).isEqualTo("PUBLISHED"));

        JsonNode accounting = stand.get(service, "/v1/reports/" + date).json().path("accounting");
        assertThat(accounting.path("difference").asInt(99))
                .as(accounting.toString())
                .isEqualTo(fault.difference);
        JsonNode mail = stand.mails(date).get(0);
        String equation =
                "received " + accounting.path("received").asInt() + (fault.difference == 0 ? " = " : ", but ");
        assertThat(mail.path("body").asText()).contains("Can I trust this?", equation, "missing_field from till-7");
        String page = stand.get(service, "/reports/" + date).text();
        assertThat(page).contains(equation, "/rejections?date=" + date + "&amp;producer=till-7&amp;code=missing_field");
        assertMarked(fault, date, mail, page);
        assertThat(stand.metric(service, ALARMS) - alarmsBefore).isEqualTo(fault.difference == 0 ? 0 : 1);
        List<ILoggingEvent> alarms = List.copyOf(log.list);
        assertThat(alarms).hasSize(fault.difference == 0 ? 0 : 1);
        assertThat(alarms)
                .allMatch(line -> line.getLevel() == Level.ERROR)
                .allMatch(line -> line.getFormattedMessage().contains(date + " does not add up"));
    }

    private static void assertMarked(Fault fault, LocalDate date, JsonNode mail, String page) throws Exception {
        String subject = mail.path("subject").asText();
        String list = stand.get(service, "/").text();
        int listed = stand.get(service, "/v1/reports?limit=1&before=" + date.plusDays(1))
                .json()
                .path("reports")
                .get(0)
                .path("accounting")
                .path("difference")
                .asInt(99);
        assertThat(listed).isEqualTo(fault.difference);
        String verdict = fault.difference > 0
                ? "DOES NOT ADD UP: of what was received, 1 is not accounted for."
                : "DOES NOT ADD UP: 1 more is accounted for than was received.";
        if (fault.difference == 0) {
            assertThat(subject).doesNotContain("add up");
            assertThat(page).contains("Every record that was received is accounted for.");
        } else {
            assertThat(subject).contains("(does not add up)");
            assertThat(mail.path("body").asText().lines().limit(3)).anyMatch(line -> line.startsWith(verdict));
            assertThat(page).contains(verdict);
            assertThat(list).contains(verdict);
        }
    }

    /** Of the date 5 events and a refusal of the door; the processor's copy and another day's event are none of it. */
    private static void sendADay(LocalDate date, int partition) throws Exception {
        long events = 0;
        for (int i = 0; i < 5; i++) {
            events = stand.produce(ReportStand.EVENTS, partition, date, ("{\"n\":" + i + "}").getBytes(UTF_8));
        }
        events = stand.produce(ReportStand.EVENTS, partition, date.plusYears(1), "{}".getBytes(UTF_8));
        Refusal refusal = new Refusal(Refusal.Code.MISSING_FIELD, "/event_type", "is missing");
        byte[] ofDoor = new Rejection(refusal, Rejection.RefusedBy.DOOR, "{}".getBytes(UTF_8)).toJson();
        byte[] copy = new Rejection(refusal, Rejection.RefusedBy.PROCESSOR, "{}".getBytes(UTF_8)).toJson();
        stand.produce(ReportStand.REJECTED, partition, date, ofDoor);
        long rejected = stand.produce(ReportStand.REJECTED, partition, date, copy);
        stand.processor().standsAt(partition, events);
        stand.processor().standsAtRejected(partition, rejected);
        stand.commit(ReportStand.EVENTS, partition, events);
        stand.commit(ReportStand.REJECTED, partition, rejected);
        stand.processor().sells(date.toString(), "8.00");
        stand.awaitArchived(ReportStand.EVENTS, partition, events);
        stand.awaitArchived(ReportStand.REJECTED, partition, rejected);
    }

    private static void plant(Fault fault, LocalDate date, int partition) throws Exception {
        int counted = 3;
        try (ObjectStore store = stand.store()) {
            ArchiveFault archive = new ArchiveFault(store, stand::delete, partition);
            switch (fault) {
                case NONE -> {}
                case PROCESSOR_DROPPED_ONE -> counted--;
                case PROCESSOR_COUNTED_ONE_TWICE -> counted++;
                case ARCHIVER_LOST_ONE -> archive.loseALine(date);
                case ARCHIVED_TWICE -> archive.archiveTwice();
            }
        }
        stand.processor().accounts(date.toString(), counted, 1, 1, 1);
    }
}

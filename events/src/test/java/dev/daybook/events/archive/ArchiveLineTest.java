package dev.daybook.events.archive;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.events.EventHeaders;
import dev.daybook.events.Identity;
import dev.daybook.events.RandomCases;
import dev.daybook.events.Refusal;
import dev.daybook.events.Rejection;
import dev.daybook.events.archive.ArchiveLineWriter.Counted;
import dev.daybook.events.archive.ArchiveLineWriter.KafkaRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveLineTest {
    private static final ZoneId AUCKLAND = ZoneId.of("Pacific/Auckland");
    private static final long RECEIVED_AT =
            Instant.parse("2026-11-20T23:31:00.007Z").toEpochMilli();
    private static final byte[] KEY = new Identity("pos/soho/till-2", "soho-2-000184").key();
    private static final String EVENT = "{\"event_id\":\"soho-2-000184\",  \"details\":{\"caf\u00e9\":1.50}} ";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void aLineOfEventsIsTheContract() throws IOException {
        Counted counted = write(ArchivedTopic.Kind.EVENTS, stamped(), KEY, EVENT.getBytes(UTF_8));

        assertThat(out.toString(UTF_8))
                .isEqualTo("{\"partition\":3,\"offset\":9007199254740993,\"received_at\":\"2026-11-20T23:31:00.007Z\","
                        + "\"producer\":\"till \\\"2\\\"\\u0009\",\"business_date\":\"2026-11-20\","
                        + "\"local_time\":\"2026-11-20T23:30:58\",\"key_base64\":\"jVEFqzMHma+mmZ7BXKMcGQ==\",\"event\":"
                        + EVENT + "}\n");
        assertThat(counted).isEqualTo(new Counted(LocalDate.of(2026, 11, 20), true));
    }

    @Test
    void aLineOfRefusalsIsTheContract() throws IOException {
        Refusal refusal = new Refusal(Refusal.Code.INVALID_AMOUNT, "/details/tip", "no amount");
        byte[] value = new Rejection(refusal, Rejection.RefusedBy.DOOR, "{\"a\":1}".getBytes(UTF_8)).toJson();
        Counted counted = write(ArchivedTopic.Kind.REJECTED, new RecordHeaders(), KEY, value);

        assertThat(out.toString(UTF_8))
                .isEqualTo("{\"partition\":3,\"offset\":9007199254740993,\"received_at\":\"2026-11-20T23:31:00.007Z\","
                        + "\"producer\":null,\"business_date\":\"2026-11-21\",\"local_time\":null,"
                        + "\"code\":\"invalid_amount\",\"pointer\":\"/details/tip\",\"reason\":\"no amount\","
                        + "\"refused_by\":\"door\",\"body_base64\":\"eyJhIjoxfQ==\",\"body_bytes\":7,\"body_sha256\":"
                        + "\"015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862\"}\n");
        assertThat(counted).isEqualTo(new Counted(LocalDate.of(2026, 11, 21), true));
        ArchiveLine line = parse();
        assertThat(line.value()).isEqualTo(value);
        assertThat(line.refusal())
                .isEqualTo(new ArchiveLine.Refusal("invalid_amount", "/details/tip", "no amount", "door"));
        assertThat(line.isReceived(ArchivedTopic.Kind.REJECTED)).isTrue();
    }

    @Test
    void theProcessorsRefusalsAreCopiesAndNotReceivedAgain() throws IOException {
        Refusal refusal = new Refusal(Refusal.Code.CONFLICT, "", "other bytes");
        byte[] value = new Rejection(refusal, Rejection.RefusedBy.PROCESSOR, new byte[0]).toJson();

        assertThat(write(ArchivedTopic.Kind.REJECTED, stamped(), null, value).received())
                .isFalse();
        assertThat(parse().isReceived(ArchivedTopic.Kind.REJECTED)).isFalse();
    }

    @Test
    void readsBackWhatWasWritten() throws IOException {
        write(ArchivedTopic.Kind.EVENTS, stamped(), KEY, EVENT.getBytes(UTF_8));

        ArchiveLine line = parse();
        assertThat(line.value()).isEqualTo(EVENT.getBytes(UTF_8));
        assertThat(line)
                .usingRecursiveComparison()
                .isEqualTo(new ArchiveLine(
                        3,
                        9007199254740993L,
                        Instant.ofEpochMilli(RECEIVED_AT),
                        "till \"2\"\t",
                        LocalDate.of(2026, 11, 20),
                        "2026-11-20T23:30:58",
                        KEY,
                        null,
                        EVENT.getBytes(UTF_8),
                        true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "42",
                " null ",
                "\"\u2028 stays in its line\"",
                "{\"event\":{\"event\":1}}",
                "1e1000000000",
                "\"\\ud800\"",
                "{\"a\":1,\"a\":2}"
            })
    void keepsJsonAsItIs(String json) throws IOException {
        write(ArchivedTopic.Kind.EVENTS, stamped(), KEY, json.getBytes(UTF_8));

        assertThat(out.toString(UTF_8)).endsWith(",\"event\":" + json + "}\n");
        assertThat(parse().value()).isEqualTo(json.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{\"a\":\n1}",
                "{\"a\":1}\n",
                "{\r}",
                "{} {}",
                "{}}",
                "1 2",
                "{\"a\":1",
                "{a:1}",
                "[1,]",
                "\uFEFF{}",
                "{}\u0000",
                "NaN",
                "01",
                "\"\u0001\"",
                "\"\\x\"",
                "'a'",
                "{\"a\":1}/**/",
                "plain"
            })
    void keepsAnythingElseAsBase64(String value) throws IOException {
        keepsAsBase64(value.getBytes(UTF_8));
    }

    @Test
    void keepsOtherEncodingsAsBase64() throws IOException {
        keepsAsBase64("{\"a\":1}".getBytes(UTF_16));
        keepsAsBase64("{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_16LE));
        keepsAsBase64(new byte[] {'"', (byte) 0xC3, '"'});
        keepsAsBase64(new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'});
    }

    private void keepsAsBase64(byte[] value) throws IOException {
        out.reset();
        write(ArchivedTopic.Kind.EVENTS, stamped(), KEY, value);
        assertThat(out.toString(UTF_8)).contains(",\"body_base64\":\"");
        assertThat(parse().value()).isEqualTo(value);
        assertThat(parse().isJson()).isFalse();
    }

    /** The limits are the format's: a value just within them is on the line as it is, and comes back from it. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void whatTheLineHoldsComesBack_atTheFormatsLimits(int beyond) throws IOException {
        int depth = 1_000 + beyond;
        for (String value : List.of(
                "[".repeat(depth) + "]".repeat(depth),
                "9".repeat(1_000 + beyond),
                "{\"" + "n".repeat(50_000 + beyond) + "\":1}")) {
            write(ArchivedTopic.Kind.EVENTS, stamped(), KEY, value.getBytes(UTF_8));

            assertThat(parse().value()).isEqualTo(value.getBytes(UTF_8));
            assertThat(parse().isJson()).isEqualTo(beyond <= 0);
        }
    }

    @Test
    void keepsARecordWithoutAValue() throws IOException {
        write(ArchivedTopic.Kind.EVENTS, stamped(), null, null);

        assertThat(out.toString(UTF_8)).endsWith(",\"key_base64\":null,\"body_base64\":null}\n");
        assertThat(parse().value()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"code\":\"x\",\"code\":\"y\",\"refused_by\":\"door\"}",
                "{\"code\":\"x\"}",
                "{\"code\":1,\"refused_by\":\"door\"}",
                "[]",
                "{}"
            })
    void whatIsNoRefusalIsKeptButNotReceived(String value) throws IOException {
        assertThat(write(ArchivedTopic.Kind.REJECTED, stamped(), KEY, value.getBytes(UTF_8))
                        .received())
                .isFalse();
        assertThat(out.toString(UTF_8)).contains(",\"body_base64\":\"");
        assertThat(parse().value()).isEqualTo(value.getBytes(UTF_8));
        assertThat(parse().refusal()).isNull();
    }

    /** The processor counts them as the door's: the equation holds whoever wrote them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"code\":\"x\",\"refused_by\":\"door\",\"offset\":1}",
                "{ \"code\":\"x\",\"refused_by\":\"door\"}",
                "{\"code\":\"x\",\"refused_by\":\"door\"}\n"
            })
    void whatHasTheHeadOfARefusalIsReceived_whenTheLineCannotHoldItAsItIs(String value) throws IOException {
        assertThat(write(ArchivedTopic.Kind.REJECTED, stamped(), KEY, value.getBytes(UTF_8))
                        .received())
                .isTrue();
        assertThat(out.toString(UTF_8)).contains(",\"body_base64\":\"");
        assertThat(parse().value()).isEqualTo(value.getBytes(UTF_8));
        assertThat(parse().isReceived(ArchivedTopic.Kind.REJECTED)).isTrue();
    }

    @Test
    void aRecordCountsOnTheDateItCarries_whenItsTimeIsUnreadable() throws IOException {
        Headers headers = new RecordHeaders().add(EventHeaders.BUSINESS_DATE, "2025-07-01".getBytes(UTF_8));

        assertThat(write(ArchivedTopic.Kind.EVENTS, headers, KEY, EVENT.getBytes(UTF_8)))
                .isEqualTo(new Counted(LocalDate.of(2025, 7, 1), true));
        assertThat(parse().localTime()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2026-13-01", "tomorrow", "+12345-01-01"})
    void aRecordWithoutAStampCountsOnItsDayOfReceipt(String date) throws IOException {
        Headers headers = new RecordHeaders()
                .add(EventHeaders.BUSINESS_DATE, date.getBytes(UTF_8))
                .add(EventHeaders.LOCAL_TIME, "2026-11-20T23:30:58".getBytes(UTF_8));

        assertThat(write(ArchivedTopic.Kind.EVENTS, headers, KEY, EVENT.getBytes(UTF_8))
                        .businessDate())
                .isEqualTo("2026-11-21");
        assertThat(parse().localTime()).isNull();
    }

    @Test
    void anyValueAndKeyComeBack() {
        RandomCases.forAll(2_000, random -> {
            boolean rejected = random.nextBoolean();
            byte[] key = bytes(random);
            byte[] value = bytes(random);
            write(rejected ? ArchivedTopic.Kind.REJECTED : ArchivedTopic.Kind.EVENTS, stamped(), key, value);

            assertThat(parse().value()).isEqualTo(value);
            assertThat(parse().key()).isEqualTo(rejected ? null : key);
        });
    }

    @Test
    void anyProducerComesBack() {
        RandomCases.forAll(2_000, random -> {
            byte[] producer = new byte[random.nextInt(40)];
            random.nextBytes(producer);
            Headers headers = stamped().add(EventHeaders.PRODUCER, producer);
            write(ArchivedTopic.Kind.EVENTS, headers, KEY, EVENT.getBytes(UTF_8));

            assertThat(parse().producer()).isEqualTo(new String(producer, UTF_8));
        });
    }

    /** Null, empty, text, JSON, or anything at all. */
    private static byte[] bytes(Random random) {
        byte[] any = new byte[random.nextInt(64)];
        random.nextBytes(any);
        return switch (random.nextInt(5)) {
            case 0 -> null;
            case 1 -> new byte[0];
            case 2 -> EVENT.getBytes(UTF_8);
            case 3 -> ("\"" + random.nextInt() + "\"").getBytes(UTF_8);
            default -> any;
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"partition\":0,\"offset\":1,\"received_at\":\"2026-11-20T23:31:00.007Z\",\"business_date\":\"2026-11-20\"}",
                "{\"partition\":0,\"offset\":1,\"received_at\":\"soon\",\"business_date\":\"2026-11-20\",\"event\":{}}",
                "{\"partition\":0,\"offset\":1,\"received_at\":\"2026-11-20T23:31:00.007Z\",\"business_date\":\"2026-11-20\",\"event\":{}}x",
                "{\"partition\":0,\"offset\":1,\"received_at\":\"2026-11-20T23:31:00.007Z\",\"business_date\":\"2026-11-20\",\"event\":{}"
            })
    void refusesWhatIsNoLine(String line) {
        assertThatThrownBy(() -> ArchiveLine.parse(line.getBytes(UTF_8))).isInstanceOf(ArchiveLine.Malformed.class);
    }

    private static Headers stamped() {
        return new RecordHeaders()
                .add(EventHeaders.PRODUCER, "till \"2\"\t".getBytes(UTF_8))
                .add(EventHeaders.BUSINESS_DATE, "2026-11-20".getBytes(UTF_8))
                .add(EventHeaders.LOCAL_TIME, "2026-11-20T23:30:58".getBytes(UTF_8));
    }

    private Counted write(ArchivedTopic.Kind kind, Headers headers, byte[] key, byte[] value) throws IOException {
        out.reset();
        KafkaRecord record = new KafkaRecord(3, 9007199254740993L, RECEIVED_AT, headers, key, value);
        return new ArchiveLineWriter(kind, AUCKLAND).write(record, out);
    }

    private ArchiveLine parse() throws IOException {
        byte[] line = out.toByteArray();
        assertThat(line).endsWith('\n');
        return ArchiveLine.parse(Arrays.copyOf(line, line.length - 1));
    }
}

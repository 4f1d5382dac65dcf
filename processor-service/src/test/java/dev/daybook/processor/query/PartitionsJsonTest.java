package dev.daybook.processor.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.processor.aggregate.ActivityRow;
import dev.daybook.processor.aggregate.PartitionRows;
import dev.daybook.processor.aggregate.PaymentRow;
import dev.daybook.processor.aggregate.Row;
import dev.daybook.processor.aggregate.RowKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionsJsonTest {
    private static final LocalDate DATE = LocalDate.of(2026, 11, 20);

    private static Bytes key(RowKey key) {
        return Bytes.wrap(key.encode());
    }

    @Test
    void readsBackWhatItWrote() throws IOException {
        List<PartitionRows> partitions = List.of(
                new PartitionRows(0, 0, 5, new TreeMap<>()),
                new PartitionRows(
                        7,
                        Long.MAX_VALUE,
                        Long.MAX_VALUE - 1,
                        new TreeMap<>(Map.<Bytes, Row>of(
                                key(new RowKey.Payment(DATE, "soho", "GBP", "card")),
                                new PaymentRow(-5),
                                key(new RowKey.Activity(DATE, "app", "user_action", null)),
                                new ActivityRow(3)))));
        assertThat(PartitionsJson.read(PartitionsJson.write(partitions))).isEqualTo(partitions);
        assertThat(PartitionsJson.read(PartitionsJson.write(List.of()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"partitions\":{}}",
                "{\"partitions\":[{\"partition\":0,\"rejected\":0,\"rows\":[]}]}",
                "{\"partitions\":[{\"partition\":0,\"events\":0,\"rows\":[]}]}",
                "{\"partitions\":[{\"events\":0,\"rejected\":0,\"rows\":[]}]}",
                "{\"partitions\":[{\"partition\":0,\"events\":1,\"rejected\":1,\"rows\":[\"AA==\"]}]}",
                "{\"partitions\":[{\"partition\":0,\"events\":1,\"rejected\":1,\"rows\":[\"AA==\",\"AA==\"]}]}",
                "{\"partitions\":[{\"partition\":0,\"events\":1,\"rejected\":1,\"rows\":[]}",
            })
    void refusesAnythingElse(String answer) {
        assertThatThrownBy(() -> PartitionsJson.read(answer.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class);
    }
}

package dev.daybook.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {
    @Test
    void eventsAndRejectionsHaveTheSamePartitionsAndSettings_andStoresAreKeptForever() {
        assertThat(new Topics("shop").definitions(Topics.DEFAULT_PARTITIONS, (short) 3))
                .extracting(topic -> topic.name() + " " + topic.numPartitions() + " " + topic.replicationFactor() + " "
                        + new TreeMap<>(topic.configs()))
                .containsExactly(
                        "shop.events 12 3 {cleanup.policy=delete, max.message.bytes=2097152, message.timestamp.type=LogAppendTime, min.insync.replicas=2, retention.bytes=-1, retention.ms=2592000000, unclean.leader.election.enable=false}",
                        "shop.rejected 12 3 {cleanup.policy=delete, max.message.bytes=2097152, message.timestamp.type=LogAppendTime, min.insync.replicas=2, retention.bytes=-1, retention.ms=2592000000, unclean.leader.election.enable=false}",
                        "shop.stores 1 3 {cleanup.policy=delete, max.message.bytes=2097152, message.timestamp.type=LogAppendTime, min.insync.replicas=2, retention.bytes=-1, retention.ms=-1, unclean.leader.election.enable=false}");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 2", "5, 2"})
    void anAcknowledgedEventIsOnTwoBrokers_whereThereAreTwo(short replicas, String inSync) {
        assertThat(new Topics("daybook").definitions(1, replicas))
                .allSatisfy(topic -> assertThat(topic.configs()).containsEntry("min.insync.replicas", inSync));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "caf\u00e9", "a/b"})
    void refusesAPrefixThatKafkaWouldRefuse(String prefix) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Topics(prefix));
    }

    @Test
    void keysAreTheSameForeverAndTellSourceFromId() {
        assertThat(HexFormat.of().formatHex(new Identity("pos/soho/till-2", "soho-2-000184").key()))
                .isEqualTo("8d5105ab330799afa6999ec15ca31c19");
        assertThat(new Identity("ab", "c").key()).isNotEqualTo(new Identity("a", "bc").key());
        assertThat(new Identity("a", "b").key()).isNotEqualTo(new Identity("b", "a").key());
    }
}

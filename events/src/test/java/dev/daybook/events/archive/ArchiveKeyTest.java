package dev.daybook.events.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveKeyTest {
    private static final String PATH = "raw/dt=2026-11-20/hour=08/daybook.events-7-00000000000000001234.ndjson.gz";

    @Test
    void namesTheUtcHourOfTheFirstRecordAndItsOffset() {
        ArchiveKey key = ArchiveKey.of(
                "daybook.events",
                7,
                1234,
                Instant.parse("2026-11-20T08:59:59.999Z").toEpochMilli());

        assertThat(key.path()).isEqualTo(PATH);
        assertThat(key.indexPath()).isEqualTo("index/daybook.events-7/dt=2026-11-20/00000000000000001234.json");
        assertThat(ArchiveKey.parse(PATH)).contains(key);
        assertThat(ArchiveKey.indexedOffset(key.indexPath())).contains(1234L);
        assertThat(key.day()).isEqualTo(LocalDate.of(2026, 11, 20));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PATH + "-1b4e28ba-2fa1-11d2-883f-0016d3cca427",
                "raw/dt=2026-11-20/hour=24/daybook.events-7-00000000000000001234.ndjson.gz",
                "raw/dt=2026-02-30/hour=08/daybook.events-7-00000000000000001234.ndjson.gz",
                "raw/dt=2026-11-20/hour=08/daybook.events-07-00000000000000001234.ndjson.gz",
                "raw/dt=2026-11-20/hour=08/daybook.events-7-1234.ndjson.gz",
                "raw/dt=2026-11-20/hour=08/daybook.events-7-99999999999999999999.ndjson.gz",
                "x/" + PATH,
                ""
            })
    void isNoOtherName(String path) {
        assertThat(ArchiveKey.parse(path)).isEmpty();
    }

    @Test
    void takesATopicThatLooksLikeAKey() {
        ArchiveKey key = ArchiveKey.of("a-1-00000000000000000001.events", 2, 3, 0);

        assertThat(ArchiveKey.parse(key.path())).contains(key);
    }

    @Test
    void refusesATimeThatItCannotSay() {
        assertThatIllegalArgumentException().isThrownBy(() -> ArchiveKey.of("t", 0, 0, Long.MAX_VALUE));
    }
}

package dev.daybook.report.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchivePlaceTest {
    private static final ArchivePlace PLACE = new ArchivePlace(LocalDate.of(2026, 11, 20), 3, 9_007_199_254_740_993L);

    @Test
    void readsBackWhatItGave() {
        assertThat(ArchivePlace.parse(PLACE.opaque())).contains(PLACE);
        assertThat(PLACE.opaque()).matches("[A-Za-z0-9_-]+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "2026-11-20", "2026-11-20/3", "2026-11-20/x/1", "2026-13-20/3/1", "2026-11-20/03/1", "//"})
    void takesNothingElse(String text) {
        assertThat(ArchivePlace.parse(text)).isEmpty();
        String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        assertThat(ArchivePlace.parse(encoded)).isEmpty();
        assertThat(ArchivePlace.parse(encoded.repeat(500))).isEmpty();
    }

    @Test
    void comesByDayThenPartitionThenOffset() {
        assertThat(new ArchivePlace(LocalDate.of(2026, 11, 19), 9, 9)).isLessThan(PLACE);
        assertThat(new ArchivePlace(LocalDate.of(2026, 11, 20), 2, Long.MAX_VALUE))
                .isLessThan(PLACE);
        assertThat(new ArchivePlace(LocalDate.of(2026, 11, 20), 3, 0)).isLessThan(PLACE);
    }
}

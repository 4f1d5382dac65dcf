package dev.daybook.ingest.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class OverlapTest {
    @Test
    void agrees_whateverTheLengthsAndThePacking() throws IOException {
        assertThat(Overlap.difference(pack(1, "a\nb\n"), pack(9, "a\nb\n"))).isEmpty();
        assertThat(Overlap.difference(pack(1, "a\nb\n"), pack(9, "a\n"))).isEmpty();
        assertThat(Overlap.difference(pack(1, "a\n"), pack(9, "a\nb\nc\n"))).isEmpty();
    }

    @Test
    void namesTheFirstLineThatDiffers() throws IOException {
        assertThat(Overlap.difference(pack(1, "a\nb\nc\n"), pack(1, "a\nB\nC\n")))
                .contains("line 2 differs from what Kafka has");
        assertThat(Overlap.difference(pack(1, "a\n"), pack(1, "ab\n"))).contains("line 1 differs from what Kafka has");
    }

    @Test
    void differs_whenWhatStandsIsNoObject() throws IOException {
        byte[] whole = pack(1, "a\nb\n".repeat(1_000));
        assertThat(Overlap.difference(whole, new byte[0])).isPresent();
        assertThat(Overlap.difference(whole, "plain".getBytes(UTF_8))).isPresent();
        assertThat(Overlap.difference(whole, Arrays.copyOf(whole, whole.length / 2)))
                .isPresent();
    }

    private static byte[] pack(int level, String lines) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out) {
            {
                def.setLevel(level);
                assertThat(level).isBetween(Deflater.BEST_SPEED, Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(lines.getBytes(UTF_8));
        }
        return out.toByteArray();
    }
}

package dev.daybook.report.source;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;

/**
 * Where a listing of the archive goes on, in its order: by UTC day of receipt, then partition, then offset.
 *
 * @param offset of the first line that was not looked at
 */
public record ArchivePlace(LocalDate day, int partition, long offset) implements Comparable<ArchivePlace> {
    private static final int MAX_TEXT = 128;
    private static final Comparator<ArchivePlace> ORDER = Comparator.comparing(ArchivePlace::day)
            .thenComparing(ArchivePlace::partition)
            .thenComparing(ArchivePlace::offset);

    @Override
    public int compareTo(ArchivePlace other) {
        return ORDER.compare(this, other);
    }

    /** As callers get it; nothing for them to take apart. */
    public String opaque() {
        String text = day + "/" + partition + "/" + offset;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** What {@link #opaque} made, or empty for anything else. */
    public static Optional<ArchivePlace> parse(String opaque) {
        if (opaque.length() > MAX_TEXT) {
            return Optional.empty();
        }
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(opaque), StandardCharsets.US_ASCII).split("/");
            ArchivePlace place =
                    new ArchivePlace(LocalDate.parse(parts[0]), Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
            return place.opaque().equals(opaque) ? Optional.of(place) : Optional.empty();
        } catch (DateTimeException | IllegalArgumentException | ArrayIndexOutOfBoundsException notOurs) {
            return Optional.empty();
        }
    }
}

package dev.daybook.events.archive;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an object of the raw archive: {@code raw/dt=YYYY-MM-DD/hour=HH/<topic>-<partition>-<first offset, 20
 * digits>.ndjson.gz}. Day and hour are the UTC hour of the object's first record, never the clock, so that whoever writes the
 * same stretch gives it the same name.
 *
 * @param hour the start of that hour
 */
public record ArchiveKey(String topic, int partition, long firstOffset, Instant hour) {
    /** What every object's key starts with. */
    public static final String RAW = "raw/";
    /** What every index entry's key starts with. */
    public static final String INDEX = "index/";

    private static final int LAST_YEAR = 9_999;
    private static final Pattern OBJECT = Pattern.compile(
            "raw/dt=(\\d{4}-\\d{2}-\\d{2})/hour=(\\d{2})/([a-zA-Z0-9._-]{1,249})-(\\d{1,9})-(\\d{20})\\.ndjson\\.gz");

    public ArchiveKey {
        if (!hour.equals(hour.truncatedTo(ChronoUnit.HOURS))) {
            throw new IllegalArgumentException(hour + " is not the start of an hour");
        }
    }

    /**
     * The key of the object that begins with the record.
     *
     * @param timestampMillis the record's timestamp: when it was received
     * @throws IllegalArgumentException for a timestamp beyond the years 0 to 9999, which keys and lines can't say
     */
    public static ArchiveKey of(String topic, int partition, long firstOffset, long timestampMillis) {
        Instant hour = Instant.ofEpochMilli(timestampMillis).truncatedTo(ChronoUnit.HOURS);
        int year = hour.atOffset(ZoneOffset.UTC).getYear();
        if (year < 0 || year > LAST_YEAR) {
            throw new IllegalArgumentException(
                    "the record's timestamp, " + timestampMillis + " ms, lies in the year " + year);
        }
        return new ArchiveKey(topic, partition, firstOffset, hour);
    }

    /**
     * The key that the text is, or empty: a bucket may list other things too, such as a temporary file
     * {@code <key>-<uuid>} that a killed upload left in a server on a file system.
     */
    public static Optional<ArchiveKey> parse(String text) {
        Matcher key = OBJECT.matcher(text);
        if (!key.matches()) {
            return Optional.empty();
        }
        try {
            LocalDateTime hour = LocalDate.parse(key.group(1)).atTime(Integer.parseInt(key.group(2)), 0);
            ArchiveKey parsed = new ArchiveKey(
                    key.group(3),
                    Integer.parseInt(key.group(4)),
                    Long.parseLong(key.group(5)),
                    hour.toInstant(ZoneOffset.UTC));
            // Only the one spelling: "-007-" would be a second name for the same stretch.
            return parsed.path().equals(text) ? Optional.of(parsed) : Optional.empty();
        } catch (DateTimeException | NumberFormatException noSuchHourOrOffset) {
            return Optional.empty();
        }
    }

    /** The key as S3 has it. */
    public String path() {
        return hourFolder(day(), hour.atOffset(ZoneOffset.UTC).getHour()) + chain() + "-" + digits(firstOffset)
                + ".ndjson.gz";
    }

    /** The key of the object's entry in the index. */
    public String indexPath() {
        return indexDay(topic, partition, day()) + digits(firstOffset) + ".json";
    }

    /** {@code dt}: the UTC day of the first record. */
    public LocalDate day() {
        return hour.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /** What names the chain that the object belongs to: {@code <topic>-<partition>}. */
    public String chain() {
        return topic + "-" + partition;
    }

    /** The folder of one day's objects, all partitions. */
    public static String dayFolder(LocalDate day) {
        return RAW + "dt=" + day + "/";
    }

    /** The folder of one hour's objects, all partitions. */
    public static String hourFolder(LocalDate day, int hour) {
        return dayFolder(day) + String.format(Locale.ROOT, "hour=%02d/", hour);
    }

    /** The folder of all index entries of one partition. */
    public static String indexChain(String topic, int partition) {
        return INDEX + topic + "-" + partition + "/";
    }

    /** The folder of the index entries of one partition and UTC day of receipt. */
    public static String indexDay(String topic, int partition, LocalDate day) {
        return indexChain(topic, partition) + "dt=" + day + "/";
    }

    /** The first offset that an index entry's key names, or empty where the text isn't the key of one. */
    public static Optional<Long> indexedOffset(String indexPath) {
        Matcher name = INDEX_ENTRY.matcher(indexPath);
        try {
            return name.matches() ? Optional.of(Long.parseLong(name.group(1))) : Optional.empty();
        } catch (NumberFormatException beyondLong) {
            return Optional.empty();
        }
    }

    private static final Pattern INDEX_ENTRY =
            Pattern.compile("index/[a-zA-Z0-9._-]+-\\d{1,9}/dt=\\d{4}-\\d{2}-\\d{2}/(\\d{20})\\.json");

    private static String digits(long offset) {
        return String.format(Locale.ROOT, "%020d", offset);
    }

    @Override
    public String toString() {
        return path();
    }
}

package dev.daybook.events.stores;

import dev.daybook.events.BusinessDay;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A registered store with all that it was and is known to become: exactly one version is valid at any instant, so that each
 * instant has exactly one business date. Immutable.
 *
 * @param id by event_id's rule
 * @param changes how many records were accepted for it, which is the number that the next one must name
 * @param versions by {@code validFrom}, no two alike; empty only where no record of it could be used here
 */
public record Store(String id, long changes, List<StoreVersion> versions) {
    public static final int MAX_ID = 128;
    /** A change of zone or name is rare; what comes by the hundred is a program gone wrong. */
    public static final int MAX_VERSIONS = 500;

    public Store {
        List<StoreVersion> sorted = new ArrayList<>(versions);
        sorted.sort(Comparator.comparing(StoreVersion::validFrom));
        versions = List.copyOf(sorted);
    }

    /**
     * The version that is valid at the instant: the last that begins no later. What is earlier than all of them has the first one,
     * so that history which is loaded later has the store's day and not the default's.
     */
    public Optional<StoreVersion> versionAt(Instant instant) {
        return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(indexAt(instant)));
    }

    private int indexAt(Instant instant) {
        int at = versions.size() - 1;
        while (at > 0 && versions.get(at).validFrom().isAfter(instant)) {
            at--;
        }
        return at;
    }

    /** The version that begins at just that instant. */
    public Optional<StoreVersion> versionFrom(Instant validFrom) {
        return versions.stream()
                .filter(version -> version.validFrom().equals(validFrom))
                .findFirst();
    }

    /** The store after one more accepted record: a version that begins at the same instant gives way. */
    Store changed(StoreVersion version) {
        List<StoreVersion> after = new ArrayList<>(versions);
        after.removeIf(old -> old.validFrom().equals(version.validFrom()));
        after.add(version);
        return new Store(id, changes + 1, after);
    }

    /** The store after one more accepted record that can't be used here. */
    Store changedBeyondUse() {
        return new Store(id, changes + 1, versions);
    }

    /** Whether one more version, at that instant, is within {@link #MAX_VERSIONS}. */
    public boolean hasRoomFor(Instant validFrom) {
        return versions.size() < MAX_VERSIONS || versionFrom(validFrom).isPresent();
    }

    /** The business day of an instant, by the version that is valid then. */
    public Optional<BusinessDay> dayOf(Instant instant) {
        return versionAt(instant).map(version -> BusinessDay.of(instant, version.zone(), version.dayStartsAt()));
    }

    /**
     * The instant from which on nothing of the store can be dated to that date, or an earlier one, any more. Where the store moves
     * from one zone to another, each version counts up to the next one's beginning.
     */
    public Optional<Instant> endOf(LocalDate date) {
        return reaches(date).stream().map(Reach::end).max(Comparator.naturalOrder());
    }

    /** The version by which the date ends: of a store that moves on that date, the later one. */
    public Optional<StoreVersion> versionOn(LocalDate date) {
        return reaches(date).stream().max(Comparator.comparing(Reach::end)).map(Reach::version);
    }

    /** The versions that are valid at some instant of the stretch, in their order. */
    public List<StoreVersion> versionsWithin(Instant from, Instant before) {
        return IntStream.range(0, versions.size())
                .filter(i -> beginOf(i).isBefore(before) && endOfVersion(i).isAfter(from))
                .mapToObj(versions::get)
                .toList();
    }

    /** How long the date lasts: 24 hours but where the zone's clock is changed or the store moves. */
    public Duration lengthOf(LocalDate date) {
        Duration length = Duration.ZERO;
        for (int i = 0; i < versions.size(); i++) {
            StoreVersion version = versions.get(i);
            length = length.plus(
                    BusinessDay.lengthOf(date, version.zone(), version.dayStartsAt(), beginOf(i), endOfVersion(i)));
        }
        return length;
    }

    private record Reach(StoreVersion version, Instant end) {}

    /** Up to when each version can date anything to the date or an earlier one; those that begin after that are left out. */
    private List<Reach> reaches(LocalDate date) {
        List<Reach> reaches = new ArrayList<>();
        for (int i = 0; i < versions.size(); i++) {
            StoreVersion version = versions.get(i);
            Instant end = BusinessDay.endOf(date, version.zone(), version.dayStartsAt());
            if (end.isAfter(beginOf(i))) {
                reaches.add(new Reach(version, end.isAfter(endOfVersion(i)) ? endOfVersion(i) : end));
            }
        }
        return reaches;
    }

    /** The first version is valid before it begins, too. */
    private Instant beginOf(int index) {
        return index == 0 ? Instant.MIN : versions.get(index).validFrom();
    }

    private Instant endOfVersion(int index) {
        return index == versions.size() - 1
                ? Instant.MAX
                : versions.get(index + 1).validFrom();
    }
}

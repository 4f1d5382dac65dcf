package dev.daybook.ingest.stores;

import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The time zones that somebody may have meant who wrote one that doesn't exist. */
final class ZoneSuggestions {
    private static final int MAX_SUGGESTIONS = 3;
    /** More slips than that, and any word is near any other. */
    private static final int MAX_DISTANCE = 3;

    private static final int MAX_LENGTH = 64;

    private ZoneSuggestions() {}

    /** The nearest first; empty where none is near. */
    static List<String> of(String text) {
        String wanted = city(text);
        if (text.length() > MAX_LENGTH || wanted.isEmpty()) {
            return List.of();
        }
        return ZoneId.getAvailableZoneIds().stream()
                .filter(zone -> zone.contains("/") && !zone.startsWith("SystemV/") && !zone.startsWith("Etc/"))
                .filter(zone -> distance(wanted, city(zone)) <= MAX_DISTANCE)
                .sorted(Comparator.<String>comparingInt(zone -> distance(wanted, city(zone)))
                        .thenComparingInt(
                                zone -> distance(text.toLowerCase(Locale.ROOT), zone.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MAX_SUGGESTIONS)
                .toList();
    }

    /** The part that people get wrong: {@code Europe/Londn}, {@code london}, {@code UK/London}. */
    private static String city(String zone) {
        return zone.substring(zone.lastIndexOf('/') + 1)
                .toLowerCase(Locale.ROOT)
                .replace(' ', '_');
    }

    /** Levenshtein's: how many letters have to be put in, left out or changed. */
    static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int above = row[j];
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[other.length()];
    }
}

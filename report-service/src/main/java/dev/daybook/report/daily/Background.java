package dev.daybook.report.daily;

import java.util.List;
import java.util.Optional;

/**
 * What a day's figures are read against, beside the figures themselves.
 *
 * @param chain the chain's name; empty in revisions of releases that had none
 * @param comparison empty in revisions of releases that made none
 * @param silentStores by their ids
 */
public record Background(Optional<String> chain, Optional<Comparison> comparison, List<SilentStore> silentStores) {
    /** Nothing is known but the figures. */
    public static final Background NONE = new Background(Optional.empty(), Optional.empty(), List.of());

    public Background {
        silentStores = List.copyOf(silentStores);
    }
}

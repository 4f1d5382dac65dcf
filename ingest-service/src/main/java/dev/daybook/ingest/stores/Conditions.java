package dev.daybook.ingest.stores;

import dev.daybook.events.stores.Store;
import dev.daybook.service.http.Request;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The conditions of a request, RFC 9110 section 13: {@code If-Match} and {@code If-None-Match} against a store's ETag. Immutable.
 */
final class Conditions {
    private static final String ANY = "*";
    private static final Pattern TAGS = Pattern.compile("\\s*((?:W/)?\"[^\"]*\")\\s*(?:,|$)");

    private final Optional<Set<String>> ifMatch;
    private final Optional<Set<String>> ifNoneMatch;

    private Conditions(Optional<Set<String>> ifMatch, Optional<Set<String>> ifNoneMatch) {
        this.ifMatch = ifMatch;
        this.ifNoneMatch = ifNoneMatch;
    }

    /** The request's conditions; empty where one can't be read, which must not pass for none. */
    static Optional<Conditions> of(Request request) {
        Optional<Set<String>> match = request.header("if-match").map(Conditions::tags);
        Optional<Set<String>> noneMatch = request.header("if-none-match").map(Conditions::tags);
        boolean malformed = match.filter(Set::isEmpty).isPresent()
                || noneMatch.filter(Set::isEmpty).isPresent();
        return malformed ? Optional.empty() : Optional.of(new Conditions(match, noneMatch));
    }

    /** The tags as they are spelt, or {@link #ANY} alone; empty where the header is malformed. */
    private static Set<String> tags(String header) {
        if (header.strip().equals(ANY)) {
            return Set.of(ANY);
        }
        Set<String> tags = new HashSet<>();
        Matcher matcher = TAGS.matcher(header);
        int at = 0;
        while (at < header.length() && matcher.find(at) && matcher.start() == at) {
            tags.add(matcher.group(1));
            at = matcher.end();
        }
        return at == header.length() ? tags : Set.of();
    }

    /** Why a change may not be made to the store as it is, or empty where it may. */
    Optional<String> against(Optional<Store> store, Instant now) {
        Optional<String> etag = store.map(standing -> etag(standing, now));
        if (ifMatch.isPresent() && !matchStrongly(ifMatch.get(), etag)) {
            return Optional.of(
                    etag.isEmpty()
                            ? "There is no such store yet, and If-Match asks for one."
                            : "The store was changed since: its ETag is " + etag.get()
                                    + ", which If-Match does not name. Read it again, and decide anew.");
        }
        if (ifNoneMatch.isPresent() && matchWeakly(ifNoneMatch.get(), etag)) {
            return Optional.of("The store exists, with the ETag " + etag.orElseThrow()
                    + ", and If-None-Match asks for one that doesn't.");
        }
        return Optional.empty();
    }

    /** Whether the reader has the store as it is. */
    boolean isKnown(Store store, Instant now) {
        return ifNoneMatch.isPresent() && matchWeakly(ifNoneMatch.get(), Optional.of(etag(store, now)));
    }

    private static boolean matchStrongly(Set<String> tags, Optional<String> etag) {
        return etag.isPresent() && (tags.contains(ANY) || tags.contains(etag.get()));
    }

    private static boolean matchWeakly(Set<String> tags, Optional<String> etag) {
        return matchStrongly(tags, etag) || (etag.isPresent() && tags.contains("W/" + etag.get()));
    }

    /**
     * The store's number of changes, and how many of its versions are still to come, if any: what it is now stands at the top of
     * what is shown, so that it changes with a version's beginning, too.
     */
    static String etag(Store store, Instant now) {
        long toCome = store.versions().stream()
                .skip(1) // the first is valid before it begins
                .filter(version -> version.validFrom().isAfter(now))
                .count();
        return "\"" + store.changes() + (toCome == 0 ? "" : "-" + toCome) + "\"";
    }
}

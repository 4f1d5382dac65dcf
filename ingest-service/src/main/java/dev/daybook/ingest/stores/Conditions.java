package dev.daybook.ingest.stores;

import dev.daybook.events.stores.Store;
import dev.daybook.service.http.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The conditions of a request, RFC 9110 section 13: {@code If-Match} and {@code If-None-Match} against a store's ETag, which is
 * its number of changes. Immutable.
 */
final class Conditions {
    private static final String ANY = "*";
    private static final Pattern TAGS = Pattern.compile("\\s*(W/)?\"([^\"]*)\"\\s*(,|$)");

    private final Optional<List<Tag>> ifMatch;
    private final Optional<List<Tag>> ifNoneMatch;

    private record Tag(boolean weak, String text) {}

    private Conditions(Optional<List<Tag>> ifMatch, Optional<List<Tag>> ifNoneMatch) {
        this.ifMatch = ifMatch;
        this.ifNoneMatch = ifNoneMatch;
    }

    /** The request's conditions; empty where one can't be read, which must not pass for none. */
    static Optional<Conditions> of(Request request) {
        Optional<List<Tag>> match = request.header("if-match").map(Conditions::tags);
        Optional<List<Tag>> noneMatch = request.header("if-none-match").map(Conditions::tags);
        boolean malformed = match.filter(List::isEmpty).isPresent()
                || noneMatch.filter(List::isEmpty).isPresent();
        return malformed ? Optional.empty() : Optional.of(new Conditions(match, noneMatch));
    }

    /** Empty where the header is malformed. */
    private static List<Tag> tags(String header) {
        if (header.strip().equals(ANY)) {
            return List.of(new Tag(false, ANY));
        }
        List<Tag> tags = new ArrayList<>();
        Matcher matcher = TAGS.matcher(header);
        int at = 0;
        while (at < header.length() && matcher.find(at) && matcher.start() == at) {
            tags.add(new Tag(matcher.group(1) != null, matcher.group(2)));
            at = matcher.end();
        }
        return at == header.length() ? tags : List.of();
    }

    /** Why a change may not be made to the store as it is, or empty where it may. */
    Optional<String> against(Optional<Store> store) {
        if (ifMatch.isPresent() && !matches(ifMatch.get(), store, true)) {
            return Optional.of(
                    store.isEmpty()
                            ? "There is no such store yet, and If-Match asks for one."
                            : "The store was changed since: its ETag is " + etag(store.get())
                                    + ", which If-Match does not name. Read it again, and decide anew.");
        }
        if (ifNoneMatch.isPresent() && matches(ifNoneMatch.get(), store, false)) {
            return Optional.of("The store exists, with the ETag " + etag(store.orElseThrow())
                    + ", and If-None-Match asks for one that doesn't.");
        }
        return Optional.empty();
    }

    /** Whether the reader has the store as it is. */
    boolean isKnown(Store store) {
        return ifNoneMatch.isPresent() && matches(ifNoneMatch.get(), Optional.of(store), false);
    }

    private static boolean matches(List<Tag> tags, Optional<Store> store, boolean strongly) {
        return store.isPresent()
                && tags.stream()
                        .filter(tag -> !(strongly && tag.weak()))
                        .anyMatch(tag ->
                                tag.text().equals(ANY) || etag(store.get()).equals('"' + tag.text() + '"'));
    }

    static String etag(Store store) {
        return "\"" + store.changes() + "\"";
    }
}

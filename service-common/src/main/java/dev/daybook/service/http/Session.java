package dev.daybook.service.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;

/**
 * A browser's session, as its signed cookie says. Immutable.
 *
 * @param caller who signed in, as the key may at this moment; empty before, while there is only a form to protect
 * @param formToken what each form of this session carries, so that another site can't make the browser send one
 */
public record Session(Optional<Caller> caller, String formToken, Instant endsAt) {

    /** In a time that says nothing of the token. */
    boolean owns(String token) {
        return MessageDigest.isEqual(
                formToken.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }
}

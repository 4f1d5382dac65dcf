package dev.daybook.service.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The sessions of people who sign in with an API key in a browser. Nothing is kept: a session is a cookie that is signed under
 * the pepper and names its key by a digest, so every replica knows it, and a key that is taken out of the file ends it. Signing
 * out makes the browser forget it; {@link #LIFETIME} ends it everywhere. Thread-safe.
 */
public final class Sessions {
    /** A working day; whoever is still there signs in once more. */
    public static final Duration LIFETIME = Duration.ofHours(12);

    /** Lax and not Strict: the link in a web mail has to find its reader signed in. No form is ever sent along by it. */
    private static final String ATTRIBUTES = "; Path=/; HttpOnly; SameSite=Lax";

    private static final String NOBODY = "-";
    private static final int NONCE_BYTES = 16;
    private static final Pattern COOKIE = Pattern.compile(
            "(?<body>(?<mark>-|[0-9a-f]{32})\\.(?<end>[0-9]{1,12})\\.[0-9a-f]{32})\\.(?<mac>[0-9a-f]{64})");

    private final ApiKeys keys;
    private final boolean secure;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** @param secure whether people come by HTTPS, and the cookie never goes any other way */
    public Sessions(ApiKeys keys, boolean secure, Clock clock) {
        this.keys = keys;
        this.secure = secure;
        this.clock = clock;
    }

    /** A session with the header that begins it. */
    public record Begun(Session session, String setCookie) {}

    /** The session of whoever shows this key, or empty for a stranger. */
    public Optional<Begun> begin(String key) {
        return keys.mark(key).map(this::begun);
    }

    /** A session of nobody, which protects the form of signing in. */
    public Begun beginForNobody() {
        return begun(NOBODY);
    }

    private Begun begun(String mark) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        String body = mark + "." + clock.instant().plus(LIFETIME).getEpochSecond() + "."
                + HexFormat.of().formatHex(nonce);
        String cookie = body + "." + signed("session", body);
        return new Begun(
                find(cookie).orElseThrow(),
                cookieName() + "=" + cookie + ATTRIBUTES + (secure ? "; Secure" : "") + "; Max-Age="
                        + LIFETIME.toSeconds());
    }

    /** The header that makes the browser forget its session. */
    public String end() {
        return cookieName() + "=" + ATTRIBUTES + (secure ? "; Secure" : "") + "; Max-Age=0";
    }

    /** Only HTTPS may set a cookie of that prefix, and only for this host. */
    String cookieName() {
        return secure ? "__Host-daybook" : "daybook";
    }

    /** The session of a cookie, or empty where it is none of ours, has ended, or its key is gone. */
    Optional<Session> find(String cookie) {
        Matcher parts = COOKIE.matcher(cookie);
        if (!parts.matches() || !isEqual(signed("session", parts.group("body")), parts.group("mac"))) {
            return Optional.empty();
        }
        Instant endsAt = Instant.ofEpochSecond(Long.parseLong(parts.group("end")));
        if (!clock.instant().isBefore(endsAt)) {
            return Optional.empty();
        }
        Optional<Caller> caller = keys.marked(parts.group("mark"));
        if (caller.isEmpty() && !parts.group("mark").equals(NOBODY)) {
            return Optional.empty();
        }
        return Optional.of(new Session(caller, signed("form", cookie), endsAt));
    }

    private static boolean isEqual(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /** A key of its own for each purpose, so that what is signed for one is worth nothing for another. */
    private String signed(String purpose, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(keys.derived("daybook browser " + purpose), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has no HmacSHA256, which its specification demands", e);
        }
    }
}

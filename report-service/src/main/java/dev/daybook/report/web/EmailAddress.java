package dev.daybook.report.web;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address that a mail server would take: what browsers accept (WHATWG HTML, valid e-mail address) within RFC 5321's
 * lengths, and with a domain of two labels or more. {@code toString} is masked, so that it may stand in an audit trail.
 */
record EmailAddress(String text) {
    private static final int MAX_CHARACTERS = 254;
    private static final int MAX_LOCAL_PART = 64;
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern FORM = Pattern.compile(
            "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1," + MAX_LOCAL_PART + "}@" + LABEL + "(?:\\." + LABEL + ")+");

    static Optional<EmailAddress> of(String text) {
        return text.length() <= MAX_CHARACTERS
                        && FORM.matcher(text).matches()
                        && !text.startsWith(".")
                        && !text.contains("..")
                        && !text.contains(".@")
                ? Optional.of(new EmailAddress(text))
                : Optional.empty();
    }

    /** The first character and the domain: enough to recognise it by, for who knows it. */
    @Override
    public String toString() {
        return text.substring(0, text.offsetByCodePoints(0, 1)) + "***" + text.substring(text.lastIndexOf('@'));
    }
}

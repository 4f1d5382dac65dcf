package dev.daybook.service.http;

/** What a caller may do; a key is given any set of them. */
public enum Access {
    /** Open the sign-in page and what it looks like; no key is needed. */
    ANYONE,
    /** Post events. */
    WRITE,
    /** Query figures and read reports and metrics. */
    READ,
    /** Start runs. */
    OPERATE,
    /** What only Daybook's own services ask of each other. */
    SERVICE
}

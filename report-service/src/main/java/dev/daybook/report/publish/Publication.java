package dev.daybook.report.publish;

/** What became of a revision's one publication. */
public enum Publication {
    /** To be sent; nothing of it has reached SNS. */
    PENDING,
    /** One attempt is on its way. */
    PUBLISHING,
    /** SNS took it. */
    PUBLISHED,
    /** SNS may have taken it or not, and nobody can know; only a person sends it again. */
    UNKNOWN,
    /** It stands in S3 and in the ledger, and is not mailed. */
    NOT_SENT
}

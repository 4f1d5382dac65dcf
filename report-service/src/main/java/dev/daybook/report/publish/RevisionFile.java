package dev.daybook.report.publish;

/**
 * A file of a revision, as its manifest lists it.
 *
 * @param name behind the revision's prefix
 * @param sha256 in hexadecimal digits
 */
public record RevisionFile(String name, long bytes, String sha256) {}

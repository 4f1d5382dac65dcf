package dev.daybook.report.web;

import java.time.Instant;

/**
 * Something that is wrong with a part of a service.
 *
 * @param keepsItFromReady whether the service is not ready for it; else people should know of it all the same
 * @param since when it was first seen, at most {@code HealthWatch}'s interval after it began
 */
public record Trouble(String service, String part, String reason, boolean keepsItFromReady, Instant since) {}

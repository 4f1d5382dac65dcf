package dev.daybook.report.publish;

/**
 * One subscription to the topic that mails reports.
 *
 * @param id fit for URLs; the last part of the subscription's ARN, or, as long as SNS shows none, {@code pending-} and a digest
 *     of the endpoint
 * @param endpoint an e-mail address is personal: it is shown to whoever may read, and never logged
 * @param isConfirmed whether SNS sends to it
 */
public record Subscriber(String id, String protocol, String endpoint, boolean isConfirmed) {}

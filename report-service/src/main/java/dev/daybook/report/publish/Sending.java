package dev.daybook.report.publish;

/** What came of handing a message to SNS once. */
public sealed interface Sending {

    record Sent(String messageId) implements Sending {}

    /** Nothing of it was taken; sending it again sends it once. */
    record NotSent(String reason) implements Sending {}

    /** It may have been taken or not. */
    record Unknown(String reason) implements Sending {}
}

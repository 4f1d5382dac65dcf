package dev.daybook.report.publish;

/** SNS did not do what was asked, or can't be reached. The message names no subscriber. */
public final class TopicUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TopicUnavailable(String message) {
        super(message);
    }
}

package dev.daybook.allinone.broker;

/** Says that the embedded broker could not start or gave up while running; Kafka's own reason is the cause or the text. */
public final class BrokerFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BrokerFailed(String message) {
        super(message);
    }

    public BrokerFailed(String message, Throwable cause) {
        super(message, cause);
    }
}

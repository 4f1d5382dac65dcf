package dev.daybook.service.objects;

/** S3 did not do what was asked; trying again later may help. */
public final class ObjectStoreUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ObjectStoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}

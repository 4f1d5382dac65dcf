package dev.daybook.allinone.aws;

/** Why SNS refuses a call: becomes an ErrorResponse with this code and HTTP status. */
final class SnsRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    private SnsRefusal(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    static SnsRefusal invalid(String what) {
        return new SnsRefusal(400, "InvalidParameter", "Invalid parameter: " + what);
    }

    static SnsRefusal notFound(String what) {
        return new SnsRefusal(404, "NotFound", what + " does not exist");
    }

    static SnsRefusal badRequest(String code, String message) {
        return new SnsRefusal(400, code, message);
    }

    static SnsRefusal forbidden(String code, String message) {
        return new SnsRefusal(403, code, message);
    }

    static SnsRefusal tooLarge(int maxBytes) {
        return new SnsRefusal(413, "RequestEntityTooLarge", "The request has more than " + maxBytes + " bytes.");
    }

    static SnsRefusal internal() {
        return new SnsRefusal(500, "InternalFailure", "The call could not be carried out; the reason is in the log.");
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}

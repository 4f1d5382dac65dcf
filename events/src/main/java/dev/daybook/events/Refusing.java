package dev.daybook.events;

/** Leaves the checks of one event at the first thing that is wrong; never leaves this package, and costs no stack trace. */
final class Refusing extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    Refusing(Refusal.Code code, String pointer, String detail) {
        super(detail, null, false, false);
        this.refusal = new Refusal(code, pointer, detail);
    }

    /** The same for a body in which the event stands at the pointer. */
    Refusing within(String pointer) {
        return new Refusing(refusal.code(), pointer + refusal.pointer(), refusal.detail());
    }

    Refusal refusal() {
        return refusal;
    }
}

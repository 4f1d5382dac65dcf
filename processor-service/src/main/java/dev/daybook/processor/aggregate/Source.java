package dev.daybook.processor.aggregate;

/** A topic that is counted, by what its position is kept under in a partition's bookkeeping. */
enum Source {
    EVENTS("events"),
    REJECTED("rejected");

    private final String key;

    Source(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }
}

package dev.daybook.processor.aggregate;

/** How far a partition has been counted in each of its two topics. */
record Positions(Position events, Position rejected) {

    static Positions of(Bookkeeping bookkeeping) {
        return new Positions(bookkeeping.position(Source.EVENTS), bookkeeping.position(Source.REJECTED));
    }

    Position of(Source source) {
        return switch (source) {
            case EVENTS -> events;
            case REJECTED -> rejected;
        };
    }

    Positions with(Source source, Position position) {
        return switch (source) {
            case EVENTS -> new Positions(position, rejected);
            case REJECTED -> new Positions(events, position);
        };
    }
}

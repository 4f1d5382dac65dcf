package dev.daybook.ingest.receive;

import dev.daybook.events.Document.Item;
import dev.daybook.events.Refusal;
import java.util.List;

/** What a body turned out to be. */
sealed interface Body {

    /** How many events it counts as against what its sender may send; a body that is no event costs as much as one. */
    int size();

    /**
     * Events to be judged one by one, in the order of the body.
     *
     * @param single whether the body was one object, whose refusal is told at the top of the answer
     */
    record Events(List<Item> items, boolean single) implements Body {
        public Events {
            items = List.copyOf(items);
        }

        @Override
        public int size() {
            return items.size();
        }
    }

    /** A body that is refused as a whole: nothing of it is appended. */
    record Unusable(Refusal refusal) implements Body {
        @Override
        public int size() {
            return 1;
        }
    }
}

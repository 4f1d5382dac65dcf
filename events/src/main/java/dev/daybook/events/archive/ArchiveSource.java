package dev.daybook.events.archive;

import java.util.List;
import java.util.Optional;

/** The bucket of the raw archive, as far as reading goes; whoever reads brings it. What it throws passes through. */
public interface ArchiveSource {

    /** All keys that start with the prefix, in order. */
    List<String> list(String prefix);

    /** The object's bytes, or empty where there is none of that key. */
    Optional<byte[]> get(String key);
}

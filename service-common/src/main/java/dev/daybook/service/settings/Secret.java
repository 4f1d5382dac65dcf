package dev.daybook.service.settings;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A value that no log, message or {@code toString} ever shows; only {@link #reveal()} does. */
public final class Secret {
    private final String value;

    public Secret(String value) {
        this.value = Objects.requireNonNull(value, "value");
    }

    public String reveal() {
        return value;
    }

    public byte[] bytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "***";
    }
}

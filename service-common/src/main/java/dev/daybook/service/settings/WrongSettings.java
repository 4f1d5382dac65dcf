package dev.daybook.service.settings;

import java.util.List;

/** Everything that is wrong with the settings, a line each, for the operator who mends them. */
public final class WrongSettings extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> errors;

    public WrongSettings(List<String> errors) {
        super(String.join("; ", errors));
        this.errors = List.copyOf(errors);
    }

    public List<String> errors() {
        return errors;
    }
}

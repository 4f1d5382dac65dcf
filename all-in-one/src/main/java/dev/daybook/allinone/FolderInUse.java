package dev.daybook.allinone;

import java.nio.file.Path;

/** Says that another running process works in a data folder; nothing was changed in it. */
public final class FolderInUse extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FolderInUse(Path folder) {
        super("another process is using " + folder + ": stop it, or set DAYBOOK_HOME to another folder");
    }
}

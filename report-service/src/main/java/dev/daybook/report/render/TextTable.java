package dev.daybook.report.render;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Plain text with columns: all but the last are right-aligned and hold characters one column wide only. Not thread-safe. */
final class TextTable {
    /** Longer names are cut; more would wrap on most screens and tear the lines apart. */
    static final int MAX_NAME_CHARACTERS = 48;

    private static final int MAX_SENTENCE_CHARACTERS = 400;

    private static final Set<Byte> BIDI_CONTROLS = Set.of(
            Character.DIRECTIONALITY_LEFT_TO_RIGHT_EMBEDDING,
            Character.DIRECTIONALITY_LEFT_TO_RIGHT_OVERRIDE,
            Character.DIRECTIONALITY_RIGHT_TO_LEFT_EMBEDDING,
            Character.DIRECTIONALITY_RIGHT_TO_LEFT_OVERRIDE,
            Character.DIRECTIONALITY_POP_DIRECTIONAL_FORMAT,
            Character.DIRECTIONALITY_LEFT_TO_RIGHT_ISOLATE,
            Character.DIRECTIONALITY_RIGHT_TO_LEFT_ISOLATE,
            Character.DIRECTIONALITY_FIRST_STRONG_ISOLATE,
            Character.DIRECTIONALITY_POP_DIRECTIONAL_ISOLATE);

    private final StringBuilder text = new StringBuilder();

    TextTable line(String line) {
        text.append(line).append('\n');
        return this;
    }

    TextTable blank() {
        return line("");
    }

    TextTable heading(String heading) {
        return blank().line(heading);
    }

    /** @param rows all of the same number of cells */
    TextTable columns(List<List<String>> rows) {
        int last = rows.get(0).size() - 1;
        int[] widths = new int[last];
        for (List<String> row : rows) {
            for (int i = 0; i < last; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            for (int i = 0; i < last; i++) {
                text.append("  ")
                        .append(" ".repeat(widths[i] - row.get(i).length()))
                        .append(row.get(i));
            }
            line("  " + row.get(last));
        }
        return this;
    }

    /**
     * A name that someone else chose, on one line and of bounded length. Control characters go, because a
     * right-to-left override would turn the amounts beside it around.
     */
    static String name(String given) {
        return plain(given, MAX_NAME_CHARACTERS);
    }

    /** A sentence that may quote what someone else wrote, on one line and of bounded length. */
    static String oneLine(String sentence) {
        return plain(sentence, MAX_SENTENCE_CHARACTERS);
    }

    private static String plain(String given, int maxCharacters) {
        StringBuilder name = new StringBuilder();
        int characters = 0;
        for (int codePoint : given.codePoints().toArray()) {
            if (characters++ == maxCharacters) {
                return name.append('…').toString();
            }
            name.appendCodePoint(isPlain(codePoint) ? codePoint : ' ');
        }
        return name.toString();
    }

    private static boolean isPlain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            default -> !BIDI_CONTROLS.contains(Character.getDirectionality(codePoint));
        };
    }

    /** The text, cut behind a line where it has more bytes in UTF-8, with the note in place of what is left out. */
    String within(int maxBytes, String note) {
        String whole = text.toString();
        if (whole.getBytes(StandardCharsets.UTF_8).length <= maxBytes) {
            return whole;
        }
        int room = maxBytes - note.getBytes(StandardCharsets.UTF_8).length - 1;
        StringBuilder cut = new StringBuilder();
        int bytes = 0;
        for (String line : whole.split("\n", -1)) {
            bytes += line.getBytes(StandardCharsets.UTF_8).length + 1;
            if (bytes > room) {
                break;
            }
            cut.append(line).append('\n');
        }
        return cut.append(note).append('\n').toString();
    }
}

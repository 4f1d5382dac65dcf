package dev.daybook.report.render;

import java.text.BreakIterator;
import java.util.Locale;

/**
 * Text that someone else chose, made safe to stand in a line of ours: on one line, of bounded width, without control, bidi control
 * and other invisible characters, and where it holds letters that run from right to left, isolated, so that it turns nothing
 * beside it around.
 */
public final class InertText {
    /** Longer names are cut; more would wrap on most screens and tear the lines apart. */
    static final int MAX_NAME_COLUMNS = 40;

    static final int MAX_SENTENCE_COLUMNS = 400;
    /** A letter can carry any number of marks; beyond these they are cut off. */
    private static final int MAX_CLUSTER_CHARACTERS = 16;

    private static final char FIRST_STRONG_ISOLATE = '\u2068';
    private static final char POP_DIRECTIONAL_ISOLATE = '\u2069';
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;

    private InertText() {}

    /** A name, at most {@link #MAX_NAME_COLUMNS} columns wide. */
    static String name(String given) {
        return within(given, MAX_NAME_COLUMNS);
    }

    /** A name for where it is isolated by other means, such as HTML's bdi, and may wrap. */
    public static String whole(String given) {
        return cut(plain(given), MAX_SENTENCE_COLUMNS);
    }

    /** A sentence that may quote what someone else wrote. */
    static String oneLine(String sentence) {
        return within(sentence, MAX_SENTENCE_COLUMNS);
    }

    private static String within(String given, int maxColumns) {
        String plain = plain(given);
        String shown = cut(plain, maxColumns);
        return shown.codePoints().anyMatch(InertText::runsFromRightToLeft)
                ? FIRST_STRONG_ISOLATE + shown + POP_DIRECTIONAL_ISOLATE
                : shown;
    }

    private static String plain(String given) {
        StringBuilder plain = new StringBuilder();
        given.codePoints().forEach(codePoint -> {
            if (isSpace(codePoint)) {
                plain.append(' ');
            } else if (!isInvisible(codePoint)) {
                plain.appendCodePoint(codePoint);
            }
        });
        return plain.toString().replaceAll(" {2,}", " ").strip();
    }

    private static boolean isSpace(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    /** All bidi controls are format characters; the joiners stay, because scripts and emoji need them. */
    private static boolean isInvisible(int codePoint) {
        return Character.getType(codePoint) == Character.FORMAT
                && codePoint != ZERO_WIDTH_JOINER
                && codePoint != ZERO_WIDTH_NON_JOINER;
    }

    private static boolean runsFromRightToLeft(int codePoint) {
        return switch (Character.getDirectionality(codePoint)) {
            case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
                    Character.DIRECTIONALITY_ARABIC_NUMBER -> true;
            default -> false;
        };
    }

    /** Cut between what readers take for characters. */
    private static String cut(String text, int maxColumns) {
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text);
        StringBuilder shown = new StringBuilder();
        int columns = 0;
        int from = characters.first();
        for (int to = characters.next(); to != BreakIterator.DONE; from = to, to = characters.next()) {
            int end = Math.min(to, from + MAX_CLUSTER_CHARACTERS);
            String cluster = text.substring(from, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
            int width = columns(cluster);
            if (columns + width > maxColumns - (to < text.length() ? 1 : 0)) {
                return shown.append('…').toString();
            }
            columns += width;
            shown.append(cluster);
        }
        return shown.toString();
    }

    /** How many columns of a monospaced font the text takes: East Asian characters and emoji take two, marks none. */
    static int columns(String text) {
        return text.codePoints().map(InertText::columns).sum();
    }

    private static int columns(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(codePoint) ? 2 : 1;
        };
    }

    /** The Wide and Fullwidth characters of Unicode's East Asian Width (UAX 11), by the blocks that hold them. */
    private static boolean isWide(int codePoint) {
        return (codePoint >= 0x1100 && codePoint <= 0x115F)
                || (codePoint >= 0x2E80 && codePoint <= 0xA4CF && codePoint != 0x303F)
                || (codePoint >= 0xA960 && codePoint <= 0xA97F)
                || (codePoint >= 0xAC00 && codePoint <= 0xD7A3)
                || (codePoint >= 0xF900 && codePoint <= 0xFAFF)
                || (codePoint >= 0xFE30 && codePoint <= 0xFE6F)
                || (codePoint >= 0xFF01 && codePoint <= 0xFF60)
                || (codePoint >= 0xFFE0 && codePoint <= 0xFFE6)
                || (codePoint >= 0x1F300 && codePoint <= 0x1FAFF)
                || (codePoint >= 0x20000 && codePoint <= 0x3FFFD);
    }
}

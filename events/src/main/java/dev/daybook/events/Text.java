package dev.daybook.events;

/** What a string of the contract may hold: well-formed Unicode without control characters. */
public final class Text {
    private static final int REPLACEMENT = 0xFFFD;

    private Text() {}

    /**
     * Whether the text has 1 to {@code maxCharacters} code points, none of them a control character, and no lone surrogate:
     * those all encode to {@code ?}, so that two ids would become one.
     */
    public static boolean isValid(String text, int maxCharacters) {
        int characters = 0;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            if (Character.isISOControl(codePoint) || isSurrogate(codePoint)) {
                return false;
            }
            characters++;
            i += Character.charCount(codePoint);
        }
        return characters >= 1 && characters <= maxCharacters;
    }

    /**
     * Text of a stranger cut to {@code maxCharacters} and fit for an answer or a log: control characters and lone surrogates
     * become U+FFFD.
     */
    public static String quotable(String text, int maxCharacters) {
        StringBuilder quotable = new StringBuilder();
        text.codePoints()
                .limit(maxCharacters)
                .map(c -> Character.isISOControl(c) || isSurrogate(c) ? REPLACEMENT : c)
                .forEach(quotable::appendCodePoint);
        return quotable.toString();
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}

package dev.daybook.report.daily;

/**
 * The mark in front of a CSV for people with a spreadsheet, without which Excel takes UTF-8 for the machine's own code page and
 * garbles every name that isn't ASCII. A warehouse's loader takes it for a part of the first column's name.
 */
public final class ByteOrderMark {
    private static final byte[] UTF_8 = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private ByteOrderMark() {}

    /** The text, in UTF-8, with the mark in front. */
    public static byte[] before(byte[] text) {
        byte[] marked = new byte[UTF_8.length + text.length];
        System.arraycopy(UTF_8, 0, marked, 0, UTF_8.length);
        System.arraycopy(text, 0, marked, UTF_8.length, text.length);
        return marked;
    }
}

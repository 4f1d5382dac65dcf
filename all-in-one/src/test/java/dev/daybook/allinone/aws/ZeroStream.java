package dev.daybook.allinone.aws;

import java.io.InputStream;
import java.util.Arrays;

/** A given number of zero bytes that take no memory. */
final class ZeroStream extends InputStream {
    private long left;

    ZeroStream(long length) {
        this.left = length;
    }

    @Override
    public int read() {
        return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (left <= 0) {
            return -1;
        }
        int count = (int) Math.min(left, length);
        Arrays.fill(target, offset, offset + count, (byte) 0);
        left -= count;
        return count;
    }
}

package dev.daybook.service.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A connection whose every byte is the test's own, for clients that HTTP libraries are too polite to be. */
final class RawConnection implements AutoCloseable {
    private static final int READ_TIMEOUT_MILLIS = 30_000;

    private final Socket socket;

    RawConnection(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
    }

    RawConnection send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** The head of the next answer, up to its empty line; empty where the server closed instead. */
    String readHead() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        String text = "";
        try {
            while (!text.endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    break;
                }
                head.write(next);
                text = head.toString(StandardCharsets.ISO_8859_1);
            }
        } catch (SocketException reset) {
            return text;
        }
        return text;
    }

    /** Skips so many bytes of an answer's body. */
    RawConnection skip(int bytes) throws IOException {
        socket.getInputStream().readNBytes(bytes);
        return this;
    }

    /** Waits until the server has closed, skipping what it still sends. */
    void awaitClosed() throws IOException {
        try {
            socket.getInputStream().readAllBytes();
        } catch (SocketException reset) {
            return; // closed as well
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    static String status(String head) {
        return head.isEmpty() ? "" : head.split(" ", 3)[1];
    }

    static int contentLength(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line ->
                        Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElseThrow();
    }
}

package dev.daybook.allinone;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Stands in front of an S3 server and treats each request as its script says; one request a connection. */
public final class FaultyS3 implements AutoCloseable {
    private final ServerSocket server;
    private final URI upstream;
    private final Function<Request, Fault> script;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Collection<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger faults = new AtomicInteger();

    /** What becomes of a request. */
    public enum Fault {
        NONE,
        /** 500, nothing done. */
        INTERNAL_ERROR,
        /** 503 as when S3 wants less, nothing done. */
        SLOW_DOWN,
        /** 409 as of a conditional write that meets another, nothing done. */
        CONFLICT,
        /** Done, but the answer is lost with the connection. */
        LOST_ANSWER,
        /** Done, but the answer never comes. */
        DONE_AND_HANGS,
        /** Nothing done, and no answer ever. */
        HANGS,
        /** Done, and half of the answer comes, and no more of it. */
        HANGS_HALFWAY,
        /** The connection breaks with half of the body sent. */
        TORN,
        /** 200 without doing it: for requests that the test only wants to see. */
        FAKE_SUCCESS
    }

    public record Request(String line, List<String> headers) {
        public boolean isPut() {
            return line.startsWith("PUT ");
        }
    }

    public FaultyS3(URI upstream, Function<Request, Fault> script) throws IOException {
        this.upstream = upstream;
        this.script = script;
        this.server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        threads.execute(this::accept);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    public List<Request> requests() {
        return requests;
    }

    public int faults() {
        return faults.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                threads.execute(() -> serve(client));
            } catch (SocketException closed) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = client.getInputStream();
            List<String> head = head(in);
            if (head.isEmpty()) {
                return;
            }
            Request request = new Request(head.get(0), head.subList(1, head.size()));
            requests.add(request);
            if (header(head, "expect") != null) {
                client.getOutputStream().write(ascii("HTTP/1.1 100 Continue\r\n\r\n"));
            }
            String length = header(head, "content-length");
            byte[] body = in.readNBytes(length == null ? 0 : Integer.parseInt(length));
            Fault fault = script.apply(request);
            faults.addAndGet(fault == Fault.NONE ? 0 : 1);
            byte[] answer = answer(fault, head, body);
            if (fault == Fault.HANGS_HALFWAY) {
                client.getOutputStream().write(answer, 0, answer.length / 2);
                closing.await();
            } else {
                client.getOutputStream().write(answer);
            }
        } catch (IOException | InterruptedException broken) {
            // The client gave up, or the test is over: that is what the faults are for.
            open.remove(client);
        }
    }

    private byte[] answer(Fault fault, List<String> head, byte[] body) throws IOException, InterruptedException {
        return switch (fault) {
            case NONE, HANGS_HALFWAY -> forward(head, body, body.length);
            case INTERNAL_ERROR -> error("500 Internal Server Error", "InternalError");
            case SLOW_DOWN -> error("503 Slow Down", "SlowDown");
            case CONFLICT -> error("409 Conflict", "ConditionalRequestConflict");
            case FAKE_SUCCESS -> ascii("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            case LOST_ANSWER -> {
                forward(head, body, body.length);
                yield new byte[0];
            }
            case DONE_AND_HANGS -> {
                forward(head, body, body.length);
                closing.await();
                yield new byte[0];
            }
            case HANGS -> {
                closing.await();
                yield new byte[0];
            }
            case TORN -> {
                forward(head, body, body.length / 2);
                yield new byte[0];
            }
        };
    }

    private static byte[] error(String status, String code) {
        String xml = "<Error><Code>" + code + "</Code><Message>" + code + "</Message></Error>";
        return ascii("HTTP/1.1 " + status + "\r\nContent-Type: application/xml\r\nContent-Length: " + xml.length()
                + "\r\nConnection: close\r\n\r\n" + xml);
    }

    /** The upstream's answer; less than the body is sent and then the connection closed, if so wanted. */
    private byte[] forward(List<String> head, byte[] body, int bytes) throws IOException {
        StringBuilder sent = new StringBuilder();
        for (String line : head) {
            String name = line.toLowerCase(Locale.ROOT);
            if (!name.startsWith("expect:") && !name.startsWith("connection:")) {
                sent.append(line).append("\r\n");
            }
        }
        sent.append("Connection: close\r\n\r\n");
        try (Socket socket = new Socket(upstream.getHost(), upstream.getPort())) {
            socket.getOutputStream().write(ascii(sent.toString()));
            socket.getOutputStream().write(Arrays.copyOf(body, bytes));
            socket.getOutputStream().flush();
            return bytes < body.length ? new byte[0] : socket.getInputStream().readAllBytes();
        }
    }

    private static List<String> head(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        List<String> lines = new ArrayList<>();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b != '\n') {
                line.write(b);
                continue;
            }
            String text = line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
            if (text.isEmpty()) {
                return lines;
            }
            lines.add(text);
            line.reset();
        }
        return List.of();
    }

    private static String header(List<String> head, String name) {
        return head.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse(null);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdownNow();
    }
}

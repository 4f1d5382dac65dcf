package dev.daybook.allinone;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Stands in front of a MariaDB server and breaks connections around their commits, as its script says. */
public final class FaultyDatabase implements AutoCloseable {
    private static final int COM_QUERY = 0x03;
    private static final String JDBC = "jdbc:";

    /** What becomes of a commit. */
    public enum Fault {
        NONE,
        /** The server never sees it, and rolls back. */
        BREAK_BEFORE_COMMIT,
        /** Done, but the answer is lost with the connection. */
        BREAK_AFTER_COMMIT
    }

    private final ServerSocket server;
    private final URI upstream;
    private final Supplier<Fault> script;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Collection<Socket> open = ConcurrentHashMap.newKeySet();

    /** @param jdbcUrl of the server itself, without TLS */
    public FaultyDatabase(String jdbcUrl, Supplier<Fault> script) throws IOException {
        this.upstream = URI.create(jdbcUrl.substring(JDBC.length()));
        this.script = script;
        this.server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        threads.execute(this::accept);
    }

    /** The same database by way of this. */
    public String jdbcUrl() {
        return JDBC + upstream.toString().replace(upstream.getRawAuthority(), "127.0.0.1:" + server.getLocalPort());
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket database = new Socket(upstream.getHost(), upstream.getPort());
                open.add(client);
                open.add(database);
                AtomicBoolean losesAnswer = new AtomicBoolean();
                threads.execute(() -> requests(client, database, losesAnswer));
                threads.execute(() -> answers(database, client, losesAnswer));
            } catch (SocketException closed) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Packet by packet: three bytes of length, one of sequence, and the payload. */
    private void requests(Socket client, Socket database, AtomicBoolean losesAnswer) {
        try (client;
                database) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            OutputStream out = database.getOutputStream();
            while (true) {
                byte[] head = in.readNBytes(4);
                if (head.length < 4) {
                    return;
                }
                byte[] payload = in.readNBytes((head[0] & 0xFF) | (head[1] & 0xFF) << 8 | (head[2] & 0xFF) << 16);
                Fault fault = isCommit(payload) ? script.get() : Fault.NONE;
                if (fault == Fault.BREAK_BEFORE_COMMIT) {
                    return;
                }
                losesAnswer.set(fault == Fault.BREAK_AFTER_COMMIT);
                ByteArrayOutputStream packet = new ByteArrayOutputStream(head.length + payload.length);
                packet.writeBytes(head);
                packet.writeBytes(payload);
                packet.writeTo(out);
            }
        } catch (IOException broken) {
            // One of the two hung up, or the other direction broke the connection: that is what the faults are for.
        } finally {
            open.remove(client);
            open.remove(database);
        }
    }

    private static boolean isCommit(byte[] payload) {
        return payload.length > 0
                && payload[0] == COM_QUERY
                && new String(payload, 1, payload.length - 1, StandardCharsets.UTF_8).equalsIgnoreCase("COMMIT");
    }

    private static void answers(Socket database, Socket client, AtomicBoolean losesAnswer) {
        try (client;
                database) {
            InputStream in = database.getInputStream();
            byte[] some = new byte[16 * 1024];
            for (int read = in.read(some); read >= 0 && !losesAnswer.get(); read = in.read(some)) {
                client.getOutputStream().write(some, 0, read);
            }
        } catch (IOException broken) {
            // as above
            return;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdownNow();
    }
}

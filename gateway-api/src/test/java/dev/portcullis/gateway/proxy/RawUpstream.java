package dev.portcullis.gateway.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An upstream that keeps the bytes of each request's head and answers with given bytes, one connection a request. */
final class RawUpstream implements AutoCloseable {
    interface Behaviour {
        void serve(String head, InputStream content, OutputStream answer) throws IOException;
    }

    private final ServerSocket socket;
    private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();

    RawUpstream(Behaviour behaviour) throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread acceptor = new Thread(() -> accept(behaviour), "raw-upstream");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    static RawUpstream answering(String bytes) throws IOException {
        return new RawUpstream((head, content, answer) -> answer.write(bytes.getBytes(StandardCharsets.ISO_8859_1)));
    }

    String origin() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    String head() throws InterruptedException {
        String head = heads.poll(10, TimeUnit.SECONDS);
        if (head == null) {
            throw new AssertionError("no request reached the upstream");
        }
        return head;
    }

    boolean sawNothing() {
        return heads.isEmpty();
    }

    private void accept(Behaviour behaviour) {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                Thread worker = new Thread(() -> serve(connection, behaviour), "raw-upstream-connection");
                worker.setDaemon(true);
                worker.start();
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket connection, Behaviour behaviour) {
        try (connection) {
            InputStream in = connection.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int b = in.read();
                if (b < 0) {
                    return;
                }
                head.append((char) b);
            }
            heads.add(head.toString());
            behaviour.serve(head.toString(), in, connection.getOutputStream());
            connection.getOutputStream().flush();
        } catch (IOException e) {
            // the proxy left, which some tests want
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

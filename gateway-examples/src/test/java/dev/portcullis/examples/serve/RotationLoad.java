package dev.portcullis.examples.serve;

import dev.portcullis.gateway.tls.ClientTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;

/** Clients that connect anew for each request, and clients that hold on to one connection; all count what fails. */
final class RotationLoad implements AutoCloseable {
    private static final String HOST = "a.example";

    private final InetSocketAddress server;
    private final ClientTls client;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong handshakes = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    private RotationLoad(InetSocketAddress server, ClientTls client) {
        this.server = server;
        this.client = client;
    }

    static RotationLoad start(InetSocketAddress server, ClientTls client, int each) {
        RotationLoad load = new RotationLoad(server, client);
        for (int i = 0; i < each; i++) {
            load.threads.add(new Thread(load::connectAnew, "anew-" + i));
            load.threads.add(new Thread(load::holdOn, "hold-" + i));
        }
        load.threads.forEach(Thread::start);
        return load;
    }

    private void connectAnew() {
        while (!stopped) {
            try (SSLSocket socket = TlsRequests.connect(server, client, HOST)) {
                socket.startHandshake();
                handshakes.incrementAndGet();
                request(socket);
            } catch (IOException e) {
                failures.add("a new connection: " + e);
            }
        }
    }

    private void holdOn() {
        try (SSLSocket socket = TlsRequests.connect(server, client, HOST)) {
            while (!stopped) {
                request(socket);
            }
        } catch (IOException e) {
            failures.add("an open connection: " + e);
        }
    }

    private void request(SSLSocket socket) throws IOException {
        String status = TlsRequests.get(socket, HOST);
        if (!status.startsWith("HTTP/1.1 200")) {
            failures.add(status);
        }
        requests.incrementAndGet();
    }

    long handshakes() {
        return handshakes.get();
    }

    long requests() {
        return requests.get();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join(30_000);
        }
    }
}

package dev.portcullis.examples.serve;

import dev.portcullis.gateway.tls.ClientTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;

/** Clients that connect anew for each request, and clients that hold on to one connection; all count what fails. */
final class RotationLoad implements AutoCloseable {
    private static final String HOST = "a.example";

    private final InetSocketAddress server;
    private final ClientTls client;
    private final Clients clients = new Clients();
    private final AtomicLong handshakes = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();

    private RotationLoad(InetSocketAddress server, ClientTls client) {
        this.server = server;
        this.client = client;
    }

    static RotationLoad start(InetSocketAddress server, ClientTls client, int each) {
        RotationLoad load = new RotationLoad(server, client);
        for (int i = 0; i < each; i++) {
            load.clients.start("anew-" + i, load::connectAnew);
            load.clients.start("hold-" + i, load::holdOn);
        }
        return load;
    }

    private void connectAnew() throws IOException {
        try (SSLSocket socket = TlsRequests.connect(server, client, HOST)) {
            socket.startHandshake();
            handshakes.incrementAndGet();
            request(socket);
        }
    }

    private void holdOn() throws IOException {
        try (SSLSocket socket = TlsRequests.connect(server, client, HOST)) {
            while (!clients.isStopped()) {
                request(socket);
            }
        }
    }

    private void request(SSLSocket socket) throws IOException {
        String status = TlsRequests.get(socket, HOST);
        if (!status.startsWith("HTTP/1.1 200")) {
            clients.failed(status);
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
        return clients.failures();
    }

    @Override
    public void close() throws InterruptedException {
        clients.close();
    }
}

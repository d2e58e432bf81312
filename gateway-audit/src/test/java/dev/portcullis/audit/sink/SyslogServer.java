package dev.portcullis.audit.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/** Takes messages that are framed by their length (RFC 6587, section 3.4.1). */
final class SyslogServer implements AutoCloseable {
    private final ServerSocket listener;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<Thread> readers = new CopyOnWriteArrayList<>();
    private final List<String> messages = new CopyOnWriteArrayList<>();

    private boolean closed;

    private SyslogServer(ServerSocket listener, int port) throws IOException {
        this.listener = listener;
        listener.setReuseAddress(true);
        try {
            listener.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        Thread thread = new Thread(this::accept, "syslog");
        thread.setDaemon(true);
        thread.start();
    }

    static SyslogServer start(int port) throws IOException {
        return new SyslogServer(new ServerSocket(), port);
    }

    static SyslogServer overTls(SSLContext tls) throws IOException {
        return new SyslogServer(tls.getServerSocketFactory().createServerSocket(), 0);
    }

    int port() {
        return listener.getLocalPort();
    }

    List<String> messages() {
        return new ArrayList<>(messages);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                if (!added(socket)) {
                    socket.close(); // it came while the listener was being closed
                    return;
                }
                Thread thread = new Thread(() -> read(socket), "syslog-connection");
                thread.setDaemon(true);
                readers.add(thread);
                thread.start();
            }
        } catch (IOException e) {
            // closed
        }
    }

    private synchronized boolean added(Socket socket) {
        return !closed && open.add(socket);
    }

    private void read(Socket socket) {
        try (InputStream in = new BufferedInputStream(socket.getInputStream())) {
            while (true) {
                int length = 0;
                int b = in.read();
                for (; b != ' '; b = in.read()) {
                    if (b < '0' || b > '9') {
                        return;
                    }
                    length = length * 10 + b - '0';
                }
                byte[] message = in.readNBytes(length);
                if (message.length == length) {
                    messages.add(new String(message, UTF_8));
                }
            }
        } catch (IOException e) {
            // gone
        }
    }

    /** When it returns, the clients' systems know. */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        }
        for (Thread reader : readers) {
            try {
                reader.join(); // which still held the connection
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

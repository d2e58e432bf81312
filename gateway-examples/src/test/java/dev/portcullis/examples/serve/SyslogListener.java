package dev.portcullis.examples.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Keeps every byte that a syslog client sends on its first connection. */
final class SyslogListener implements AutoCloseable {
    private final ServerSocket listener;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    private SyslogListener(ServerSocket listener) {
        this.listener = listener;
    }

    static SyslogListener start() throws IOException {
        SyslogListener syslog = new SyslogListener(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        Thread thread = new Thread(syslog::take, "syslog");
        thread.setDaemon(true);
        thread.start();
        return syslog;
    }

    String url() {
        return "tcp://127.0.0.1:" + listener.getLocalPort();
    }

    String text() {
        return received.toString(UTF_8);
    }

    private void take() {
        try (Socket client = listener.accept();
                InputStream in = client.getInputStream()) {
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                received.write(buffer, 0, n);
            }
        } catch (IOException e) {
            // closed
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}

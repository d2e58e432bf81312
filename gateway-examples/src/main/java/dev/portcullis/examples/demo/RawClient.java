package dev.portcullis.examples.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;

/** Sends bytes as they are, which no well-behaved client would, and reads one answer. */
final class RawClient {
    private static final int TIMEOUT_MS = 15_000;
    private static final int MAX_ANSWER = 1 << 20;

    private RawClient() {}

    /**
     * What came back.
     *
     * @param status the status, or 0 where the connection was closed without an answer
     * @param head the head, in lower case
     * @param body the content
     */
    record Answer(int status, String head, String body) {
        String field(String name) {
            int at = head.indexOf("\r\n" + name + ": ");
            int from = at + name.length() + 4;
            return at < 0 ? "" : head.substring(from, head.indexOf("\r\n", from));
        }
    }

    static Answer send(InetSocketAddress to, byte[] head, byte[] content) throws IOException {
        try (Socket socket = new Socket(to.getAddress(), to.getPort())) {
            return send(socket, head, content);
        }
    }

    static Answer send(Socket socket, byte[] head, byte[] content) throws IOException {
        socket.setSoTimeout(TIMEOUT_MS);
        OutputStream out = socket.getOutputStream();
        Thread sender = new Thread(() -> write(out, head, content), "demo-sender");
        sender.setDaemon(true);
        sender.start(); // a refusal may come while a large body is still on its way
        return read(socket.getInputStream());
    }

    private static void write(OutputStream out, byte[] head, byte[] content) {
        try {
            out.write(head);
            out.write(content);
            out.flush();
        } catch (IOException e) {
            // refused before all was sent, which is what some requests are here to show
        }
    }

    private static Answer read(InputStream in) throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        byte[] piece = new byte[8192];
        int headEnd = -1;
        int length = -1;
        try {
            for (int n = in.read(piece); n >= 0 && received.size() < MAX_ANSWER; n = in.read(piece)) {
                received.write(piece, 0, n);
                String text = received.toString(ISO_8859_1);
                if (headEnd < 0) {
                    headEnd = text.indexOf("\r\n\r\n");
                    length = headEnd < 0 ? -1 : length(text.substring(0, headEnd + 2));
                }
                boolean ended = length >= 0
                        ? received.size() >= headEnd + 4 + length
                        : headEnd >= 0 && text.endsWith("\r\n0\r\n\r\n");
                if (headEnd >= 0 && ended) {
                    break;
                }
            }
        } catch (IOException e) {
            // closed hard; what came before counts
        }
        String text = received.toString(ISO_8859_1);
        if (headEnd < 0 || text.length() < 12) {
            return new Answer(0, "", "");
        }
        String head = text.substring(0, headEnd + 2).toLowerCase(Locale.ROOT);
        return new Answer(Integer.parseInt(text.substring(9, 12)), head, text.substring(headEnd + 4));
    }

    private static int length(String head) {
        String lower = head.toLowerCase(Locale.ROOT);
        int at = lower.indexOf("\r\ncontent-length: ");
        if (at >= 0) {
            int from = at + 18;
            return Integer.parseInt(
                    lower.substring(from, lower.indexOf("\r\n", from)).strip());
        }
        return lower.contains("\r\ntransfer-encoding:") ? -1 : 0;
    }
}

package dev.portcullis.gateway.testkit;

import dev.portcullis.gateway.Headers;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One HTTP/1.1 connection at the level of bytes: sends whatever it is told, sound or not, and reads strictly. One thread
 * writes, one reads.
 */
public final class Wire implements Closeable {
    private static final int PATIENCE_MILLIS = 15_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private boolean insideChunk;

    private Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        this.out = socket.getOutputStream();
    }

    /** Connects. A read that takes longer than fifteen seconds fails. */
    public static Wire connect(InetSocketAddress server) throws IOException {
        return over(new Socket(), server);
    }

    /** Connects with a socket that may have settings of its own. */
    public static Wire over(Socket socket, InetSocketAddress server) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        if (!socket.isConnected()) {
            socket.connect(server, PATIENCE_MILLIS);
        }
        return new Wire(socket);
    }

    /** Sends the characters as ISO-8859-1. */
    public Wire send(String bytes) throws IOException {
        return send(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends the bytes. */
    public Wire send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    /** Sends a whole request. */
    public Wire send(TestRequest request) throws IOException {
        return send(encode(request));
    }

    /** Sends content as one chunk. */
    public Wire sendChunk(byte[] bytes) throws IOException {
        out.write(latin1(Integer.toHexString(bytes.length) + "\r\n"));
        out.write(bytes);
        return send("\r\n");
    }

    /** The bytes of a request. */
    public static byte[] encode(TestRequest request) {
        StringBuilder head = new StringBuilder(256);
        head.append(request.method()).append(' ').append(request.target()).append(" HTTP/1.1\r\nHost: localhost\r\n");
        request.headers()
                .forEach(field -> head.append(field.getKey())
                        .append(": ")
                        .append(field.getValue())
                        .append("\r\n"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!request.lengthKnown()) {
            head.append("Transfer-Encoding: chunked\r\n\r\n");
            bytes.writeBytes(latin1(head.toString()));
            for (int at = 0; at < request.body().length; at += 7000) {
                int length = Math.min(7000, request.body().length - at);
                bytes.writeBytes(latin1(Integer.toHexString(length) + "\r\n"));
                bytes.write(request.body(), at, length);
                bytes.writeBytes(latin1("\r\n"));
            }
            StringBuilder end = new StringBuilder("0\r\n");
            request.trailers()
                    .forEach(field -> end.append(field.getKey())
                            .append(": ")
                            .append(field.getValue())
                            .append("\r\n"));
            bytes.writeBytes(latin1(end.append("\r\n").toString()));
        } else {
            if (request.body().length > 0
                    || request.method().equals("POST")
                    || request.method().equals("PUT")) {
                head.append("Content-Length: ").append(request.body().length).append("\r\n");
            }
            bytes.writeBytes(latin1(head.append("\r\n").toString()));
            bytes.writeBytes(request.body());
        }
        return bytes.toByteArray();
    }

    /** Reads one response to a GET or POST. */
    public TestResponse read() throws IOException {
        return read("GET");
    }

    /**
     * Reads one final response and the informational ones before it.
     *
     * @param method the method of the request that it answers: the response to HEAD has no content
     * @throws EOFException if the connection ends before the response does
     */
    public TestResponse read(String method) throws IOException {
        List<Integer> informational = new ArrayList<>();
        TestResponse head = readHead();
        while (head.status() < 200 && head.status() != 101) {
            informational.add(head.status());
            head = readHead();
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Headers trailers = Headers.EMPTY;
        boolean empty = method.equals("HEAD") || head.status() == 101 || head.status() == 204 || head.status() == 304;
        if (!empty) {
            if (head.headers().contains("Transfer-Encoding")) {
                for (byte[] chunk = readChunk(); chunk.length > 0; chunk = readChunk()) {
                    body.writeBytes(chunk);
                }
                trailers = readFields();
            } else if (head.headers().contains("Content-Length")) {
                body.writeBytes(readExactly(Integer.parseInt(head.header("Content-Length"))));
            } else {
                body.writeBytes(in.readAllBytes());
            }
        }
        return new TestResponse(head.status(), head.headers(), body.toByteArray(), trailers, informational);
    }

    /** Reads the head of one response, informational or final, and nothing after it. */
    public TestResponse readHead() throws IOException {
        String line = readLine();
        if (!line.startsWith("HTTP/1.") || line.length() < 12) {
            throw new IOException("no status line: " + line);
        }
        int status = Integer.parseInt(line.substring(9, 12));
        return new TestResponse(status, readFields(), new byte[0], Headers.EMPTY, List.of());
    }

    /** Reads one chunk of content; the last is empty, and its trailer section is left unread. */
    public byte[] readChunk() throws IOException {
        if (insideChunk && !readLine().isEmpty()) {
            throw new IOException("a chunk is longer than its size says");
        }
        String size = readLine();
        int extension = size.indexOf(';');
        int length = Integer.parseInt(
                extension < 0 ? size.trim() : size.substring(0, extension).trim(), 16);
        insideChunk = length > 0; // a server may send the line end after the content together with the next chunk
        return readExactly(length);
    }

    /** Reads exactly so many bytes. */
    public byte[] readExactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("cut after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    /** Reads all that comes until the server closes; a reset counts as an end. */
    public byte[] readToEnd() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                all.write(b);
            }
        } catch (SocketException e) {
            all.flush(); // reset: what came before it counts
        }
        return all.toByteArray();
    }

    /** Whether the server closes the connection without sending anything more. */
    public boolean isClosedByServer() throws IOException {
        return readToEnd().length == 0;
    }

    /** How long a read waits, in milliseconds. */
    public Wire patience(int millis) throws IOException {
        socket.setSoTimeout(millis);
        return this;
    }

    /** Ends the sending direction: FIN. */
    public void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    /** Leaves abruptly: RST. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private Headers readFields() throws IOException {
        Headers.Builder fields = Headers.builder(8);
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new IOException("no field line: " + line);
            }
            fields.add(line.substring(0, colon), line.substring(colon + 1).trim());
        }
        return fields.build();
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection ended inside a line: " + line);
            }
            line.append((char) b);
        }
        if (line.length() == 0 || line.charAt(line.length() - 1) != '\r') {
            throw new IOException("a line does not end in CR LF: " + line);
        }
        return line.substring(0, line.length() - 1);
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}

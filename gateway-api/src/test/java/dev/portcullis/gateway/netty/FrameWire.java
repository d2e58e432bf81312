package dev.portcullis.gateway.netty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;

/** One HTTP/2 connection at the level of frames: sends whatever it is told, sound or not (RFC 9113, section 4.1). */
final class FrameWire implements Closeable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int ACK = 1;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    static final int PROTOCOL_ERROR = 1;
    static final int REFUSED_STREAM = 7;
    static final int ENHANCE_YOUR_CALM = 11;

    /** Each field in the shortest form that needs no table of the connection: GET, http, localhost, and the path behind. */
    private static final byte[] FIELDS = {(byte) 0x82, (byte) 0x86, 0x41, 9, 'l', 'o', 'c', 'a', 'l', 'h', 'o', 's', 't'
    };

    private final Socket socket;
    private final DataInputStream in;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    /** One frame. */
    record Frame(int type, int flags, int stream, byte[] payload) {
        /** The error that a reset or the end of a connection names. */
        int error() {
            return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
        }
    }

    private FrameWire(Socket socket) throws IOException {
        this.socket = socket;
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** Connects, and sends the preface with settings of its own; those of the server it never acknowledges. */
    static FrameWire connect(InetSocketAddress server) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(8 << 10);
        socket.setSoTimeout(20_000);
        socket.connect(server, 20_000);
        FrameWire wire = new FrameWire(socket);
        wire.pending.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1));
        wire.add(SETTINGS, 0, 0).flush();
        return wire;
    }

    /** The fields of a GET. */
    static byte[] fields(String path) {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        fields.writeBytes(FIELDS);
        return literal(fields, 0x04, path);
    }

    /** Adds a field whose name is in the static table, without indexing (RFC 7541, section 6.2.2). */
    static byte[] literal(ByteArrayOutputStream fields, int name, String value) {
        fields.write(name);
        fields.write(value.length());
        fields.writeBytes(value.getBytes(ISO_8859_1));
        return fields.toByteArray();
    }

    /** Adds a frame to what the next flush sends. */
    FrameWire add(int type, int flags, int stream, byte... payload) {
        pending.write(payload.length >> 16);
        pending.write(payload.length >> 8);
        pending.write(payload.length);
        pending.write(type);
        pending.write(flags);
        pending.writeBytes(number(stream));
        pending.writeBytes(payload);
        return this;
    }

    /** Four bytes. */
    static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    void flush() throws IOException {
        byte[] bytes = pending.toByteArray();
        pending.reset();
        socket.getOutputStream().write(bytes);
    }

    Frame read() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        Frame frame = new Frame(in.readUnsignedByte(), in.readUnsignedByte(), in.readInt(), new byte[length]);
        in.readFully(frame.payload());
        return frame;
    }

    /** The next frame of this type; others are passed over. */
    Frame next(int type) throws IOException {
        Frame frame = read();
        while (frame.type() != type) {
            frame = read();
        }
        return frame;
    }

    /** Whether the server ends the connection; what it sends before is passed over. */
    boolean isClosed() throws IOException {
        try {
            while (true) {
                read();
            }
        } catch (EOFException | SocketException e) {
            return true;
        }
    }

    /** How many frames could be sent, of so many, before the server broke the connection off; nothing is read meanwhile. */
    int sentUntilCutOff(int type, byte[] payload, int frames) {
        for (int sent = 0; sent < frames; sent += 1000) {
            try {
                for (int i = 0; i < 1000; i++) {
                    add(type, 0, 0, payload);
                }
                flush();
            } catch (IOException e) {
                return sent;
            }
        }
        return frames;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

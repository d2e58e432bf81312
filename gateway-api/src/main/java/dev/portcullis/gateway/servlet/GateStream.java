package dev.portcullis.gateway.servlet;

import static java.util.Objects.requireNonNull;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The stream that a handler writes its response to, blocking or not. */
final class GateStream extends ServletOutputStream {
    private final ResponseGate gate;
    private boolean draining;
    private boolean closed;

    GateStream(ResponseGate gate) {
        this.gate = gate;
    }

    /** While a writer's own buffer is emptied into this stream, that is no flush of the response. */
    void draining(boolean on) {
        draining = on;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        java.util.Objects.checkFromIndexSize(offset, length, from.length);
        if (closed) {
            throw new IOException("the stream is closed");
        }
        gate.write(from, offset, length);
    }

    @Override
    public void flush() throws IOException {
        if (!draining && !closed) {
            gate.flush();
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            gate.close();
        }
    }

    @Override
    public boolean isReady() {
        try {
            return gate.isReady();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        requireNonNull(listener, "listener");
        try {
            gate.output().listen(listener);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

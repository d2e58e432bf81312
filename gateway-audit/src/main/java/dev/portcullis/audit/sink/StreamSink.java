package dev.portcullis.audit.sink;

import static java.util.Objects.requireNonNull;

import dev.portcullis.audit.chain.LineBatch;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Writes lines to a stream, such as standard output. */
public final class StreamSink implements Sink {
    private final String name;
    private final OutputStream out;

    /**
     * A sink of a stream.
     *
     * @param name what the stream is
     * @param out not closed here
     */
    public StreamSink(String name, OutputStream out) {
        this.name = requireNonNull(name, "name");
        this.out = requireNonNull(out, "out");
    }

    /** Standard output, past the buffers and locks of {@link System#out}. */
    public static StreamSink stdout() {
        return new StreamSink("stdout", new java.io.FileOutputStream(java.io.FileDescriptor.out));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void write(LineBatch batch) throws IOException {
        ByteBuffer bytes = batch.bytes();
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        out.write(copy);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.flush();
    }
}

package dev.portcullis.audit.sink;

import dev.portcullis.audit.chain.LineBatch;
import java.io.IOException;

/**
 * Takes a trail, line by line, in order. Called by one thread at a time; the contract that all implementations pass is
 * {@code SinkContract} in the tests.
 */
public interface Sink extends AutoCloseable {
    /** What it is and where, for messages; never a secret. */
    String name();

    /**
     * Takes all lines of the batch. May block; whoever cannot wait stands before a relay.
     *
     * @throws IOException where it did not; the same batch is then offered again, and no line is lost by that. A file holds
     *     each line once; a sink that cannot know what arrived may repeat lines, which the sequence number tells.
     */
    void write(LineBatch batch) throws IOException;

    /**
     * Makes what was taken as safe as this sink can. May be called by another thread while the sink takes more.
     *
     * @throws IOException where it could not
     */
    default void sync() throws IOException {}

    /** Ends it, after everything that was taken has left. Idempotent. */
    @Override
    void close() throws IOException;
}

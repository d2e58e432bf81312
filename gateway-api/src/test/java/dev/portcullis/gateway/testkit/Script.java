package dev.portcullis.gateway.testkit;

import dev.portcullis.gateway.Headers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A handler's answer, act by act.
 *
 * @param status the status
 * @param headers the fields, without those that frame the message
 * @param length the Content-Length to announce, or -1 to send content of unknown length
 * @param acts what to do after the head, in order; the response ends after the last
 */
public record Script(int status, Headers headers, long length, List<Act> acts) {
    /** One step of an answer. */
    public sealed interface Act {}

    /**
     * Writes content.
     *
     * @param bytes the content
     */
    public record Write(byte[] bytes) implements Act {}

    /** Flushes head and content written so far. */
    public record Flush() implements Act {}

    /**
     * Goes on when the stage completes; a server that has an event loop must not block it.
     *
     * @param until the stage
     */
    public record Await(CompletionStage<?> until) implements Act {}

    /**
     * Throws out of the handler.
     *
     * @param cause what is thrown
     */
    public record Fail(RuntimeException cause) implements Act {}

    /** Without content. */
    public static Script empty(int status, String... headers) {
        return new Script(status, Headers.of(headers), 0, List.of());
    }

    /** With content of announced length. */
    public static Script fixed(int status, byte[] body, String... headers) {
        return new Script(status, Headers.of(headers), body.length, List.of(new Write(body)));
    }

    /** With plain text of announced length. */
    public static Script text(int status, String body) {
        return fixed(status, body.getBytes(StandardCharsets.ISO_8859_1), "Content-Type", "text/plain");
    }

    /** With content of unknown length, still to be written. */
    public static Script streaming(int status, String... headers) {
        return new Script(status, Headers.of(headers), -1, List.of());
    }

    /** This script and one more write. */
    public Script write(String text) {
        return write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** This script and one more write. */
    public Script write(byte[] bytes) {
        return and(new Write(bytes));
    }

    /** This script and a flush. */
    public Script flush() {
        return and(new Flush());
    }

    /** This script and a wait. */
    public Script await(CompletionStage<?> until) {
        return and(new Await(until));
    }

    /** This script and a failure. */
    public Script fail(RuntimeException cause) {
        return and(new Fail(cause));
    }

    /** Plays the acts on a blocking stream; the caller has sent the head and closes the stream afterwards. */
    public void play(OutputStream out) throws IOException {
        for (Act act : acts) {
            if (act instanceof Write write) {
                out.write(write.bytes());
            } else if (act instanceof Flush) {
                out.flush();
            } else if (act instanceof Await await) {
                block(await.until());
            } else if (act instanceof Fail fail) {
                throw fail.cause();
            }
        }
    }

    private static void block(CompletionStage<?> until) {
        try {
            until.toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the script's stage did not complete", e);
        }
    }

    private Script and(Act act) {
        List<Act> more = new ArrayList<>(acts);
        more.add(act);
        return new Script(status, headers, length, List.copyOf(more));
    }
}

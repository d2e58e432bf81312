package dev.portcullis.gateway.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The container's own output: counts what goes there, and remembers what broke it. */
final class RawOutput {
    private final boolean http2;
    private HttpServletResponse response;
    private boolean nonBlocking;
    private volatile long sent;
    private volatile @Nullable IOException loss;

    RawOutput(HttpServletResponse response, boolean http2) {
        this.response = response;
        this.http2 = http2;
    }

    HttpServletResponse response() {
        return response;
    }

    void response(HttpServletResponse other) {
        response = other;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes at a time; others only look
    void write(byte[] from, int offset, int length) throws IOException {
        try {
            ServletOutputStream out = response.getOutputStream();
            if (nonBlocking && !out.isReady()) {
                throw new IllegalStateException("written without asking isReady");
            }
            out.write(from, offset, length);
            sent += length;
        } catch (IOException e) {
            throw lost(e);
        }
    }

    void flush() throws IOException {
        try {
            ServletOutputStream out = response.getOutputStream();
            if (!nonBlocking || out.isReady()) {
                out.flush();
            }
        } catch (IOException e) {
            throw lost(e);
        }
    }

    void close() throws IOException {
        try {
            response.getOutputStream().close();
        } catch (IOException e) {
            throw lost(e);
        }
    }

    boolean isReady() throws IOException {
        return response.getOutputStream().isReady();
    }

    boolean isNonBlocking() {
        return nonBlocking;
    }

    void listen(WriteListener listener) throws IOException {
        response.getOutputStream().setWriteListener(listener);
        nonBlocking = true;
    }

    long sent() {
        return sent;
    }

    @Nullable
    IOException loss() {
        return loss;
    }

    /**
     * Sees to it that a response which has begun does not end as if it were whole. Over HTTP/1.1 containers leave out its end
     * when the handler has failed. Tomcat ends a stream of HTTP/2 all the same, unless it cannot have the trailers that it was
     * promised: then it resets the stream.
     */
    void cut() {
        if (http2 && response.isCommitted()) {
            try {
                response.setTrailerFields(() -> {
                    throw new IllegalStateException("the response broke off");
                });
            } catch (IllegalStateException e) {
                return; // it has ended, or its container takes no trailers any more: Jetty, which resets the stream by
                // itself
            }
        }
    }

    IOException lost(IOException e) {
        if (loss == null) {
            loss = e;
        }
        return e;
    }
}

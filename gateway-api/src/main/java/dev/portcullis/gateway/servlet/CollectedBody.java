package dev.portcullis.gateway.servlet;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.Step;
import dev.portcullis.gateway.host.Trailers;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The content of a request: what was collected for the inspectors, kept for the handler, and the rest on the wire. */
final class CollectedBody {
    private static final byte[] NOTHING = new byte[0];
    private static final int STRIDE = 64 << 10;
    private static final int CHUNK = 8 << 10;
    private static final int SHORT = 64 << 10;
    private static final long MOST_DRAINED = 64 << 20;
    private static final long DRAIN_NANOS = 2_000_000_000L;

    private final HttpServletRequest request;
    private final Passage passage;
    private byte[] bytes = NOTHING;
    private int size;
    private boolean collected;
    private boolean whole;
    private boolean parsedByContainer;
    private volatile long received;
    private volatile @Nullable IOException loss;
    private @Nullable ReplayStream stream;
    private @Nullable RequestParts parts;

    CollectedBody(HttpServletRequest request, Passage passage) {
        this.request = request;
        this.passage = passage;
    }

    /**
     * Reads the content, blocking. The time is looked at whenever bytes arrive; a client that sends nothing at all is ended
     * by the container's own timeout.
     */
    Step collect(Step.Collect collect) throws IOException {
        collected = true;
        long most = collect.limit() + 1L;
        long deadline = System.nanoTime() + collect.within().toNanos();
        int told = 0;
        ServletInputStream in = request.getInputStream();
        while (size < most) {
            reserve(most);
            int n;
            try {
                n = in.read(bytes, size, (int) Math.min(bytes.length, most) - size);
            } catch (IOException e) {
                if (isTimeout(e)) {
                    request.removeAttribute(RequestDispatcher.ERROR_EXCEPTION); // Tomcat would answer 500 by it
                    return passage.requestBodyLate();
                }
                throw lost(e);
            }
            if (n < 0) {
                whole = true;
                return passage.requestBody(size == 0 ? Body.EMPTY : Body.of(bytes, 0, size, false, trailers()));
            }
            size += n;
            received = size;
            if (System.nanoTime() - deadline > 0) {
                return passage.requestBodyLate();
            }
            if (size - told >= STRIDE) {
                told = size;
                Step step = passage.collected(size);
                if (step != null) {
                    return step;
                }
            }
        }
        return passage.requestBody(Body.of(bytes, 0, collect.limit(), true, Headers.EMPTY));
    }

    /** Whether so much is still to come that the connection is better closed than kept. */
    boolean isLongToCome() {
        return !whole && request.getContentLengthLong() - received > SHORT && isHttp1();
    }

    /**
     * Reads and forgets what the client still sends after it was answered, within bounds: to close a socket with unread
     * input resets the connection, which can destroy the answer before the client has read it.
     */
    void drain() {
        boolean hasContent = request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
        if (whole || !hasContent || !isHttp1() || (received == 0 && request.getHeader("Expect") != null)) {
            return; // a client that waits for 100 sends nothing, and must not be told to
        }
        byte[] sink = new byte[CHUNK];
        long until = System.nanoTime() + DRAIN_NANOS;
        try {
            ServletInputStream in = request.getInputStream();
            long drained = 0;
            for (int n = in.read(sink); n >= 0; n = in.read(sink)) {
                drained += n;
                if (drained > MOST_DRAINED || System.nanoTime() - until > 0) {
                    return;
                }
            }
        } catch (IOException | RuntimeException e) {
            // the client has its answer, or has gone
        }
    }

    boolean isHttp1() {
        return request.getProtocol().startsWith("HTTP/1");
    }

    private void reserve(long most) {
        if (bytes.length - size < CHUNK / 2 && bytes.length < most) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(most, Math.max(bytes.length * 2L, CHUNK)));
        }
    }

    private Headers trailers() {
        if (!request.isTrailerFieldsReady()) {
            return Headers.EMPTY;
        }
        Map<String, String> fields = request.getTrailerFields();
        if (fields.isEmpty()) {
            return Headers.EMPTY;
        }
        Headers.Builder trailers = Headers.builder(fields.size());
        fields.forEach(trailers::add);
        return trailers.build();
    }

    /** Of the trailers, what the handler may see: nothing where they come behind content that no inspector has seen. */
    Headers trailersForHandler() {
        return collected && !whole ? Headers.EMPTY : Trailers.forHandler(passage.exchange(), trailers());
    }

    private static boolean isTimeout(IOException e) {
        return e instanceof InterruptedIOException
                || e.getCause() instanceof TimeoutException
                || e.getCause() instanceof InterruptedIOException;
    }

    /** Whether the content was collected, so that the container has nothing left to parse. */
    boolean isCollected() {
        return collected;
    }

    /** Whether all of it is in memory. */
    boolean isWhole() {
        return whole;
    }

    /** All of the content that was collected. */
    byte[] collected() {
        return Arrays.copyOf(bytes, size);
    }

    /** The content for the handler: what was collected first, then the rest. */
    ReplayStream stream() throws IOException {
        ReplayStream opened = stream;
        if (opened == null) {
            opened = new ReplayStream(this, request.getInputStream(), bytes, size, whole);
            stream = opened;
        }
        return opened;
    }

    /** The parameters and parts in the content, parsed once. */
    RequestParts parts(GatewayRequest of) {
        RequestParts parsed = parts;
        if (parsed == null) {
            parsed = new RequestParts(of, this);
            parts = parsed;
        }
        return parsed;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread reads a request at a time; others only look
    void count(int n) {
        received += n;
    }

    /** Content bytes received; what the container parsed itself is known by its announced length alone. */
    long bytes() {
        return parsedByContainer && received == 0 ? Math.max(0, request.getContentLengthLong()) : received;
    }

    /** Notes that the container reads the content, out of sight. */
    void parsedByContainer() {
        parsedByContainer = true;
    }

    IOException lost(IOException e) {
        if (loss == null) {
            loss = e;
        }
        return e;
    }

    @Nullable
    IOException loss() {
        return loss;
    }

    /** Removes temporary files. */
    void release() {
        RequestParts parsed = parts;
        if (parsed != null) {
            parsed.release();
        }
    }
}

package dev.portcullis.gateway.servlet;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The request content as the handler reads it: what was collected, then what is still on the wire. Non-blocking reading
 * works for both: where everything is in memory no container would call the listener, so {@link ReadDriver} does.
 */
final class ReplayStream extends ServletInputStream {
    private final CollectedBody body;
    private final ServletInputStream rest;
    private final byte[] bytes;
    private final int size;
    private final boolean whole;
    private volatile int at;
    private boolean ended;
    private @Nullable GatewayAsync async;
    private @Nullable ReadDriver driver;

    ReplayStream(CollectedBody body, ServletInputStream rest, byte[] bytes, int size, boolean whole) {
        this.body = body;
        this.rest = rest;
        this.bytes = bytes;
        this.size = size;
        this.whole = whole;
    }

    /** Who runs the listener's calls; known once processing is asynchronous. */
    ReplayStream with(@Nullable GatewayAsync started) {
        async = started;
        return this;
    }

    /** How much of what was collected is unread. */
    int held() {
        return size - at;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (at < size) {
            int n = Math.min(length, size - at);
            System.arraycopy(bytes, at, into, offset, n);
            advance(n);
            return n;
        }
        if (whole) {
            ended = true;
            return -1;
        }
        try {
            int n = rest.read(into, offset, length);
            if (n > 0) {
                body.count(n);
            } else if (n < 0) {
                ended = true;
            }
            return n;
        } catch (IOException e) {
            throw body.lost(e);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread reads at a time; the driver only looks
    private void advance(int n) {
        at += n;
        if (driver != null && at == size) {
            driver.heldWasRead();
        }
    }

    @Override
    public int available() throws IOException {
        return at < size ? size - at : whole ? 0 : rest.available();
    }

    @Override
    public boolean isFinished() {
        return at == size && (whole || ended || rest.isFinished());
    }

    /** At the end of non-blocking reading it is false, as in Tomcat: what follows is {@code onAllDataRead}. */
    @Override
    public boolean isReady() {
        return at < size || (whole ? driver == null : rest.isReady());
    }

    @Override
    public void setReadListener(ReadListener listener) {
        GatewayAsync started = async;
        if (started == null) {
            throw new IllegalStateException("the request was not started asynchronously");
        }
        if (driver != null) {
            throw new IllegalStateException("the stream has a read listener already");
        }
        ReadDriver own = new ReadDriver(this, listener, started);
        driver = own;
        if (whole) {
            started.drive(own);
        } else {
            rest.setReadListener(own);
        }
    }
}

package dev.portcullis.gateway.servlet;

import static java.util.Objects.requireNonNull;

import jakarta.servlet.ReadListener;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Calls a read listener for content that was collected, which no container would do: by itself where all of it is in
 * memory, and else around the container's own calls for the rest. As a container does, it calls {@code onDataAvailable} once
 * for what is ready, and {@code onAllDataRead} once everything was read, by whatever thread.
 */
final class ReadDriver implements ReadListener, Runnable {
    private final ReplayStream stream;
    private final ReadListener listener;
    private final GatewayAsync async;
    private final AtomicBoolean done = new AtomicBoolean();
    private volatile boolean calling;
    private volatile boolean restEnded;

    ReadDriver(ReplayStream stream, ReadListener listener, GatewayAsync async) {
        this.stream = stream;
        this.listener = requireNonNull(listener, "listener");
        this.async = async;
    }

    /** All content is in memory. */
    @Override
    public void run() {
        try {
            onAllDataRead();
        } catch (IOException | RuntimeException | Error e) {
            listener.onError(e);
        }
    }

    @Override
    public void onDataAvailable() throws IOException {
        calling = true;
        try {
            listener.onDataAvailable();
        } finally {
            calling = false;
        }
    }

    @Override
    public void onAllDataRead() throws IOException {
        restEnded = true;
        if (stream.held() > 0) {
            onDataAvailable();
        }
        if (stream.held() == 0) {
            finish();
        }
    }

    @Override
    public void onError(Throwable cause) {
        listener.onError(cause);
    }

    /** The last of what was held was read; if that was not inside a call from here, the end is told from elsewhere. */
    void heldWasRead() {
        if (restEnded && !calling) {
            async.drive(() -> {
                try {
                    finish();
                } catch (IOException | RuntimeException | Error e) {
                    listener.onError(e);
                }
            });
        }
    }

    private void finish() throws IOException {
        if (done.compareAndSet(false, true)) {
            listener.onAllDataRead();
        }
    }
}

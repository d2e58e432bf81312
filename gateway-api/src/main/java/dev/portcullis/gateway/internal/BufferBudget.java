package dev.portcullis.gateway.internal;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes that all collected bodies of a gateway hold together. */
final class BufferBudget {
    private final AtomicLong used = new AtomicLong();
    private final long limit;

    BufferBudget(long limit) {
        this.limit = limit;
    }

    /** Takes so many more bytes, or none. */
    boolean take(long bytes) {
        if (bytes <= 0) {
            return true;
        }
        if (used.addAndGet(bytes) <= limit) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    void release(long bytes) {
        if (bytes > 0) {
            used.addAndGet(-bytes);
        }
    }

    long used() {
        return used.get();
    }
}

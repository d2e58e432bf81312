package dev.portcullis.auth;

import java.util.concurrent.atomic.LongAdder;

/** How authentication went. Thread-safe. */
public final class AuthenticationCounts implements AutoCloseable {
    final LongAdder accepted = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder throttled = new LongAdder();
    final LongAdder undecided = new LongAdder();

    /** Nothing yet. */
    public AuthenticationCounts() {}

    /** How many credentials were good. */
    public long accepted() {
        return accepted.sum();
    }

    /** How many were not, those that were throttled among them. */
    public long refused() {
        return refused.sum();
    }

    /** How many failures were throttled. */
    public long throttled() {
        return throttled.sum();
    }

    /** How many times nobody could say. */
    public long undecided() {
        return undecided.sum();
    }

    @Override
    public void close() {}
}

package dev.portcullis.gateway.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/** A time of day and an elapsed time that move together, and only when told to. Thread-safe. */
public final class ManualClock implements InstantSource, LongSupplier {
    private final Instant origin;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile long nanos;

    /** A clock that stands at 2026-11-20T10:00:00Z. */
    public ManualClock() {
        this(Instant.parse("2026-11-20T10:00:00Z"));
    }

    /** A clock that stands at the instant. */
    public ManualClock(Instant origin) {
        this.origin = origin;
    }

    @Override
    public Instant instant() {
        return origin.plusNanos(nanos);
    }

    /** The elapsed time in nanoseconds, as {@link System#nanoTime} tells it. */
    @Override
    public long getAsLong() {
        return nanos;
    }

    /** Moves on, then runs what has become due. */
    public void advance(Duration by) {
        synchronized (this) {
            nanos += by.toNanos();
        }
        listeners.forEach(Runnable::run);
    }

    /** Has the task run after each advance. */
    void onAdvance(Runnable task) {
        listeners.add(task);
    }
}

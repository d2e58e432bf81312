package dev.portcullis.audit;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where entries wait for the writer: any thread puts, one takes. A place, and the bytes that an entry will hold, are reserved
 * before anything happens that has to be recorded; who has reserved can always put. Nobody ever blocks: who finds no place
 * gets a promise of one.
 */
final class Ring {
    private static final int PURGE = 1_024;

    private record Waiter(int places, int bytes, CompletableFuture<Boolean> promise) {}

    private final int mask;
    private final AtomicReferenceArray<@Nullable Entry> slots;
    private final AtomicLong tail = new AtomicLong();
    private long head; // of the taking thread
    private final AtomicLong places;
    private final AtomicLong bytes;
    private final ReentrantLock waiting = new ReentrantLock();
    private final Queue<Waiter> waiters = new ArrayDeque<>();
    private int purgeAt = PURGE;
    private volatile int waitersNow;
    private volatile @Nullable Thread writer;
    private volatile boolean asleep;

    /**
     * A ring.
     *
     * @param records how many entries it holds, a power of two
     * @param budget how many bytes they may hold together
     */
    Ring(int records, long budget) {
        if (Integer.bitCount(records) != 1) {
            throw new IllegalArgumentException("a power of two expected, got " + records);
        }
        mask = records - 1;
        slots = new AtomicReferenceArray<>(records);
        places = new AtomicLong(records);
        bytes = new AtomicLong(budget);
    }

    /** Reserves places, or does nothing. */
    boolean tryReserve(int count, int weight) {
        return waitersNow == 0 && take(count, weight);
    }

    private boolean take(int count, int weight) {
        long free = places.get();
        while (free >= count) {
            if (places.compareAndSet(free, free - count)) {
                if (bytes.addAndGet(-weight) >= 0) {
                    return true;
                }
                bytes.addAndGet(weight);
                places.addAndGet(count);
                return false;
            }
            free = places.get();
        }
        return false;
    }

    /** Reserves places when there are some; whoever gives up completes it with
     * {@code false}, and then it reserves nothing. */
    CompletableFuture<Boolean> reserve(int count, int weight) {
        CompletableFuture<Boolean> promise = new CompletableFuture<>();
        waiting.lock();
        try {
            if (waiters.size() >= purgeAt) {
                waiters.removeIf(waiter -> waiter.promise.isDone());
                purgeAt = Math.max(PURGE, 2 * waiters.size());
            }
            waiters.add(new Waiter(count, weight, promise));
            waitersNow = waiters.size();
        } finally {
            waiting.unlock();
        }
        serve();
        return promise;
    }

    /**
     * Takes more bytes for what has a place already, whether there are any: what an exchange came to is known at its end. Until
     * they are given back, others find less room.
     */
    void more(int weight) {
        bytes.addAndGet(-weight);
    }

    /** Gives reserved places back: entries were taken, or never came. */
    void release(int count, int weight) {
        bytes.addAndGet(weight);
        places.addAndGet(count);
        if (waitersNow > 0) {
            serve();
        }
    }

    private void serve() {
        Queue<Waiter> served = new ArrayDeque<>();
        waiting.lock();
        try {
            for (Waiter next = waiters.peek(); next != null; next = waiters.peek()) {
                boolean gone = next.promise.isDone();
                if (!gone && !take(next.places, next.bytes)) {
                    break;
                }
                waiters.remove();
                if (!gone) {
                    served.add(next);
                }
            }
            waitersNow = waiters.size();
        } finally {
            waiting.unlock();
        }
        for (Waiter waiter : served) {
            if (!waiter.promise.complete(true)) {
                release(waiter.places, waiter.bytes); // it was given up just now
            }
        }
    }

    /** Puts an entry into a reserved place. */
    void put(Entry entry) {
        slots.set((int) (tail.getAndIncrement() & mask), entry);
        if (asleep || entry.written() != null) {
            wake();
        }
    }

    /** The oldest entry; of the taking thread only. Its place stays reserved until it is released. */
    @Nullable
    Entry poll() {
        int slot = (int) (head & mask);
        Entry entry = slots.get(slot);
        if (entry != null) {
            slots.set(slot, null);
            head++;
        }
        return entry;
    }

    /**
     * Waits for entries; of the taking thread only.
     *
     * @param nanos the longest
     * @param woken whether any entry ends it; else only one that somebody waits for, which spares requests a wake-up call
     *     while many come
     */
    void sleep(long nanos, boolean woken) {
        writer = Thread.currentThread();
        asleep = woken;
        if (slots.get((int) (head & mask)) == null) {
            LockSupport.parkNanos(this, nanos);
        }
        asleep = false;
    }

    /** Wakes the taking thread. */
    void wake() {
        Thread thread = writer;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /** How many places are taken; for metrics. */
    int depth() {
        return (int) (slots.length() - places.get());
    }

    /** How many wait for a place; for metrics. */
    int waiting() {
        return waitersNow;
    }
}

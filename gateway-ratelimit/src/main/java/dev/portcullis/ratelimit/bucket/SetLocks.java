package dev.portcullis.ratelimit.bucket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * Locks that are one word of the array they guard. What runs under one is a few dozen instructions of arithmetic that
 * cannot block or throw, so a waiter spins; only if the holder lost its processor does it step aside.
 */
final class SetLocks {
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int SPINS = 100;
    private static final int YIELDS = 20;
    private static final long PAUSE_NANOS = 20_000;

    private SetLocks() {}

    static void lock(long[] words, int at) {
        if (!LONGS.compareAndSet(words, at, 0L, 1L)) {
            contend(words, at);
        }
    }

    static void unlock(long[] words, int at) {
        LONGS.setRelease(words, at, 0L);
    }

    @SuppressWarnings("ThreadPriorityCheck") // a hint alone: nothing rests on what the scheduler makes of it
    private static void contend(long[] words, int at) {
        int tries = 0;
        while ((long) LONGS.getOpaque(words, at) != 0 || !LONGS.compareAndSet(words, at, 0L, 1L)) {
            tries++;
            if (tries < SPINS) {
                Thread.onSpinWait();
            } else if (tries < SPINS + YIELDS) {
                Thread.yield();
            } else {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}

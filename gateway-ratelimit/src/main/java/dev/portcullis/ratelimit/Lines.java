package dev.portcullis.ratelimit;

import dev.portcullis.gateway.Scheduler;
import dev.portcullis.ratelimit.bucket.Permits;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The lines of requests that wait at one limit, one for each key: first come, first served. They hold no thread; the head is
 * tried again when its tokens are due, or when a place becomes free. Thread-safe.
 */
final class Lines {
    /** How often the head of a line looks for a free place of itself, beside being told of each. */
    static final long LOOK_NANOS = 50_000_000;

    /** A try that failed for good. */
    static final long REFUSED = -1;
    /** A try whose answer comes later. */
    static final long LATER = -2;

    private static final class Line {
        final ArrayDeque<Admission> waiting = new ArrayDeque<>();
        Scheduler.@Nullable Timer timer;
        /** Whether the head waits for an answer, so that nobody else is tried. */
        boolean trying;

        void cancelTimer() {
            if (timer != null) {
                timer.cancel();
                timer = null;
            }
        }
    }

    private record Left(Admission admission, boolean let) {}

    private final Scheduler scheduler;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Permits.Key, Line> lines = new HashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();

    Lines(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** How many requests wait. */
    int waiting() {
        return waiting.get();
    }

    /** Whether anybody waits in the line of the key. */
    boolean waits(Permits.Key key) {
        if (waiting.get() == 0) {
            return false;
        }
        lock.lock();
        try {
            return lines.containsKey(key);
        } finally {
            lock.unlock();
        }
    }

    /** Stands at the end of a line, unless it has as many as it may. */
    boolean join(Permits.Key key, Admission admission, int most) {
        lock.lock();
        try {
            Line line = lines.computeIfAbsent(key, unused -> new Line());
            if (line.waiting.size() >= most) {
                return false;
            }
            line.waiting.add(admission);
            waiting.incrementAndGet();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Leaves a line; returns false for who is no longer in it. */
    boolean leave(Permits.Key key, Admission admission) {
        lock.lock();
        try {
            Line line = lines.get(key);
            if (line == null || !line.waiting.remove(admission)) {
                return false;
            }
            waiting.decrementAndGet();
            dropIfEmpty(key, line);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Lets through whoever's turn it is, as far as there is anything for them. */
    void serve(Permits.Key key) {
        if (waiting.get() == 0) {
            return;
        }
        List<Left> left = new ArrayList<>();
        lock.lock();
        try {
            Line line = lines.get(key);
            if (line != null) {
                line.cancelTimer();
                serve(key, line, left);
            }
        } finally {
            lock.unlock();
        }
        // outside of the lock: what follows may run another exchange
        left.forEach(one -> one.admission.settle(one.let));
    }

    private void serve(Permits.Key key, Line line, List<Left> left) {
        while (!line.trying && !line.waiting.isEmpty()) {
            Admission head = line.waiting.element();
            line.trying = true;
            long wait = head.retry(answer -> answered(key, line, head, answer));
            if (wait == LATER) {
                return;
            }
            line.trying = false;
            if (!moved(key, line, head, wait, left)) {
                return;
            }
        }
        dropIfEmpty(key, line);
    }

    /** What the answer means for the head; returns false where everybody goes on waiting. */
    private boolean moved(Permits.Key key, Line line, Admission head, long wait, List<Left> left) {
        if (wait > 0) {
            line.timer = scheduler.schedule(() -> serve(key), Duration.ofNanos(wait));
            return false;
        }
        if (line.waiting.remove(head)) { // else it has left while it was tried
            waiting.decrementAndGet();
            left.add(new Left(head, wait == 0));
        }
        return true;
    }

    private void answered(Permits.Key key, Line line, Admission head, long wait) {
        if (lock.isHeldByCurrentThread()) { // the answer was there before anybody could wait for it
            scheduler.schedule(() -> answered(key, line, head, wait), Duration.ofNanos(1));
            return;
        }
        List<Left> left = new ArrayList<>();
        lock.lock();
        try {
            line.trying = false;
            if (moved(key, line, head, wait, left)) {
                serve(key, line, left);
            }
        } finally {
            lock.unlock();
        }
        left.forEach(one -> one.admission.settle(one.let));
    }

    private void dropIfEmpty(Permits.Key key, Line line) {
        if (line.waiting.isEmpty() && !line.trying) {
            line.cancelTimer();
            lines.remove(key, line);
        }
    }
}

package dev.portcullis.audit.sink;

import static java.util.Objects.requireNonNull;

import dev.portcullis.audit.chain.LineBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before a sink that may be slow or away: takes lines at once and gives them on from a thread of its own, in order,
 * again and again until the sink takes them. What it holds is bounded; beyond that it does not take the batch, or drops and
 * counts it, or lets it wait in a file.
 */
public final class Relay implements Sink {
    /** How many bytes wait in memory. */
    public static final int HELD = 8 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final long ROOM_MILLIS = 1_000;
    private static final long RETRY_MILLIS = 100;
    private static final long LONGEST_RETRY_MILLIS = 2_000;
    private static final long CLOSING_MILLIS = 5_000;
    private static final long WARN_EVERY = TimeUnit.MINUTES.toNanos(1);

    private final Sink sink;
    private final boolean drops;
    private final @Nullable SpillFile spill;
    private final int capacity;
    private final LongSupplier nanoTime;
    private final long slice;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private int held;
    private long dropped;
    private boolean closing;
    private long warned;

    private Relay(Sink sink, boolean drops, @Nullable SpillFile spill) {
        this(sink, drops, spill, HELD, System::nanoTime, Long.MAX_VALUE);
    }

    /**
     * A relay.
     *
     * @param capacity how many bytes wait in memory
     * @param nanoTime by which it waits
     * @param slice the longest wait until it looks at that time again, in nanoseconds
     */
    Relay(Sink sink, boolean drops, @Nullable SpillFile spill, int capacity, LongSupplier nanoTime, long slice) {
        this.sink = requireNonNull(sink, "sink");
        this.drops = drops;
        this.spill = spill;
        this.capacity = capacity;
        this.nanoTime = nanoTime;
        this.slice = slice;
        this.warned = nanoTime.getAsLong() - WARN_EVERY;
        thread = new Thread(this::run, "portcullis-audit-relay");
        thread.setDaemon(true);
        thread.start();
    }

    /** Does not take what it has no room for, so that the trail waits. */
    public static Relay holding(Sink sink) {
        return new Relay(sink, false, null);
    }

    /** Drops what it has no room for, and counts it. */
    public static Relay dropping(Sink sink) {
        return new Relay(sink, true, null);
    }

    /**
     * Lets what it has no room for wait in a file; what is left there from before goes first.
     *
     * @throws IOException if the file cannot be opened
     */
    public static Relay spilling(Sink sink, Path file) throws IOException {
        return new Relay(sink, false, SpillFile.open(file));
    }

    @Override
    public String name() {
        return sink.name();
    }

    @Override
    public void write(LineBatch batch) throws IOException {
        ByteBuffer bytes = batch.bytes();
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        lock.lock();
        try {
            SpillFile file = spill;
            if (file != null && (!file.isEmpty() || held + copy.length > capacity)) {
                file.append(copy);
                changed.signalAll();
                return;
            }
            long until = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(ROOM_MILLIS);
            while (held > 0 && held + copy.length > capacity) {
                if (drops) {
                    dropped += batch.lines();
                    return;
                }
                if (!waits(until)) {
                    throw new IOException("has no room");
                }
            }
            waiting.add(copy);
            held += copy.length;
            changed.signalAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    /** How many lines were dropped since the last call. */
    public long takeDropped() {
        lock.lock();
        try {
            long count = dropped;
            dropped = 0;
            return count;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        long pause = RETRY_MILLIS;
        while (true) {
            byte[] next;
            try {
                next = next();
            } catch (InterruptedException e) {
                return;
            } catch (IOException e) {
                warn(e);
                return;
            }
            if (next == null) {
                return;
            }
            try {
                sink.write(LineBatch.of(next));
                pause = RETRY_MILLIS;
                taken(next);
            } catch (IOException | RuntimeException e) {
                warn(e);
                if (!rest(pause)) {
                    return;
                }
                pause = Math.min(LONGEST_RETRY_MILLIS, pause * 2);
            }
        }
    }

    /** The oldest lines; {@code null} once all is given on and nothing more comes. */
    private byte @Nullable [] next() throws IOException, InterruptedException {
        lock.lock();
        try {
            while (true) {
                byte[] first = waiting.peek();
                if (first != null) {
                    return first;
                }
                SpillFile file = spill;
                if (file != null && !file.isEmpty()) {
                    return file.peek();
                }
                if (closing) {
                    return null;
                }
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void taken(byte[] lines) throws IOException {
        lock.lock();
        try {
            if (waiting.peek() == lines) {
                waiting.remove();
                held -= lines.length;
            } else if (spill != null) {
                spill.remove(lines.length);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits before the next attempt; {@code false} once there must be none. */
    private boolean rest(long millis) {
        lock.lock();
        try {
            long until = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(millis);
            while (!Thread.currentThread().isInterrupted()) {
                if (!waits(until)) {
                    return true;
                }
            }
            return false;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a change, at most a slice; {@code false} where the time has come. */
    @SuppressWarnings("WaitNotInLoop") // the caller looks again and waits on
    private boolean waits(long until) throws InterruptedException {
        long left = until - nanoTime.getAsLong();
        if (left > 0) {
            long unused = changed.awaitNanos(Math.min(left, slice));
        }
        return left > 0;
    }

    private void warn(Exception e) {
        long now = nanoTime.getAsLong();
        if (now - warned >= WARN_EVERY) {
            warned = now;
            LOG.warn(
                    "the audit sink {} does not take records: {}",
                    sink.name(),
                    e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(CLOSING_MILLIS);
            thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        leave();
        sink.close();
    }

    /** What the sink has not taken is left in the file for the next start, or lost, which is said. */
    private void leave() throws IOException {
        lock.lock();
        try {
            SpillFile file = spill;
            if (file != null) {
                file.prepend(waiting);
                file.close();
            } else if (!waiting.isEmpty()) {
                LOG.warn("the audit sink {} was closed with {} bytes that it had not taken", sink.name(), held);
            }
            waiting.clear();
            held = 0;
        } finally {
            lock.unlock();
        }
    }
}

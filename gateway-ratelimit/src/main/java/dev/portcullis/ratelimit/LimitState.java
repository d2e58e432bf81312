package dev.portcullis.ratelimit;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Scheduler;
import dev.portcullis.ratelimit.bucket.BucketTable;
import dev.portcullis.ratelimit.bucket.KeyHash;
import dev.portcullis.ratelimit.bucket.Permits;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a limit remembers: the buckets and places of its keys, and what it did. It outlives the policy that made it, so that a
 * changed rate refills nothing. Thread-safe.
 */
public final class LimitState implements AutoCloseable {
    final List<BucketTable> tables;
    final Permits permits = new Permits();
    final Lines lines;
    final LongAdder admitted = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder waited = new LongAdder();

    private final LongSupplier nanoTime;
    private final long origin;
    private final long secretHigh;
    private final long secretLow;

    private LimitState(List<BucketTable> tables, Lines lines, LongSupplier nanoTime, long secretHigh, long secretLow) {
        this.tables = List.copyOf(tables);
        this.lines = lines;
        this.nanoTime = requireNonNull(nanoTime, "nanoTime");
        this.origin = nanoTime.getAsLong();
        this.secretHigh = secretHigh;
        this.secretLow = secretLow;
    }

    /**
     * An empty state.
     *
     * @param bandwidths how many buckets each key has; 0 for a concurrency limit
     * @param memory the most bytes of each of them
     * @param nanoTime elapsed time
     * @param scheduler for those who wait
     * @param random for the secret that keys are hashed with
     * @param store where other nodes count too, whose secret it then is; or {@code null}
     */
    public static LimitState create(
            int bandwidths,
            long memory,
            LongSupplier nanoTime,
            Scheduler scheduler,
            SecureRandom random,
            @Nullable ClusterStore store) {
        List<BucketTable> tables = new ArrayList<>();
        for (int i = 0; i < bandwidths; i++) {
            tables.add(new BucketTable(memory));
        }
        long high = store == null ? random.nextLong() : store.secretHigh();
        long low = store == null ? random.nextLong() : store.secretLow();
        return new LimitState(tables, new Lines(scheduler), nanoTime, high, low);
    }

    /** The time since it was made, in nanoseconds. */
    long nanos() {
        return at(nanoTime.getAsLong());
    }

    /** A time, as a table of it has it. */
    long at(long time) {
        return Math.max(0, time - origin);
    }

    LongSupplier clock() {
        return nanoTime;
    }

    KeyHash hash() {
        return new KeyHash(secretHigh, secretLow);
    }

    /** How many requests it let through. */
    public long admitted() {
        return admitted.sum();
    }

    /** How many requests it refused. */
    public long refused() {
        return refused.sum();
    }

    /** How many requests had to wait, whatever came of them. */
    public long waited() {
        return waited.sum();
    }

    /** How many requests wait in line now. */
    public int waiting() {
        return lines.waiting();
    }

    /** How many keys had to make room in memory for others. */
    public long displaced() {
        return tables.stream().mapToLong(BucketTable::displacements).sum();
    }

    /** How often a key that it did not know had to be presumed drained. */
    public long presumed() {
        return tables.stream().mapToLong(BucketTable::presumed).sum();
    }

    /** Nothing to close: memory goes with it. */
    @Override
    public void close() {}
}

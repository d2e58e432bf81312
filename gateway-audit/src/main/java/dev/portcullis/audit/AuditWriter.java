package dev.portcullis.audit;

import dev.portcullis.audit.Trail.SinkFailure;
import dev.portcullis.audit.sink.Sink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that writes: takes entries from the ring, and sees to it that they are written before it takes more. */
final class AuditWriter implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final int BATCH_RECORDS = 1_024;
    private static final int BATCH_BYTES = 1 << 20;
    private static final long SECOND = 1_000_000_000L;
    private static final long NAP = 1_000_000L;
    private static final long RECENT = 100_000_000L;
    private static final long RETRY = 50_000_000L;
    private static final long LONGEST_RETRY = SECOND;
    private static final long WARN_EVERY = 60 * SECOND;

    private AuditLogSettings settings;
    private final Ring ring;
    private Trail trail;
    private final LongAdder dropped;
    private final List<CompletableFuture<Boolean>> acknowledge = new ArrayList<>();
    private final Queue<CompletableFuture<Boolean>> flushes = new ConcurrentLinkedQueue<>();
    private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
    private final FilterFailures filterFailures = new FilterFailures();
    private volatile Conditions conditions = new Conditions(Map.of());
    private volatile String policy;
    private volatile long stopBy;
    private volatile boolean stopping;
    private final LongAdder records = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile @Nullable String failing;
    private volatile @Nullable String head;
    private long droppedTold;
    private int places;
    private int weight;
    private long lastEntry;
    private long lastSync;
    private long lastInspection;
    private long lastWarning;

    AuditWriter(AuditLogSettings settings, Ring ring, Trail trail, LongAdder dropped, String policy) {
        this.settings = settings;
        this.ring = ring;
        this.trail = trail;
        this.dropped = dropped;
        this.policy = policy;
        long now = System.nanoTime();
        lastSync = now;
        lastInspection = now;
        lastEntry = now;
        lastWarning = now - WARN_EVERY;
        head = trail.seq() + ":" + trail.head();
    }

    void policy(String current) {
        policy = current;
    }

    void flushed(CompletableFuture<Boolean> promise) {
        flushes.add(promise);
    }

    void watch(Conditions others) {
        conditions = others;
    }

    /** Other settings and sinks for the same trail. */
    record Change(AuditLogSettings settings, List<Sink> sinks) {}

    void change(Change change) {
        changes.add(change);
    }

    void stop(Duration within) {
        stopBy = System.nanoTime() + within.toNanos();
        stopping = true;
    }

    AuditLogStatus status() {
        return new AuditLogStatus(
                records.sum(), dropped.sum(), ring.depth(), ring.waiting(), failures.sum(), failing, head);
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                round();
            }
            finish();
        } catch (RuntimeException | Error e) {
            LOG.error("the audit trail ended: {}", e.toString(), e);
            failing = "writer";
        } finally {
            giveUp();
        }
    }

    /** Between two records: what is linked so far is written to where it was meant for. */
    private void takeChanges() {
        for (Change change = changes.poll(); change != null; change = changes.poll()) {
            trail.gateway("audit.changed", policy, Map.of());
            trail.checkpoint(policy);
            writeUntilTaken(true);
            Trail before = trail;
            settings = change.settings();
            trail = before.with(change.settings(), change.sinks());
            List<Sink> kept = change.sinks();
            attempt(() -> before.closeAllBut(kept));
            trail.gateway("audit.changed", policy, trail.description());
        }
    }

    private void round() {
        takeChanges();
        List<CompletableFuture<Boolean>> flushing = takeFlushes();
        boolean any = takeEntries();
        long now = System.nanoTime();
        if (any || !flushing.isEmpty()) {
            lastEntry = any ? now : lastEntry;
        }
        tellDropped();
        if (trail.checkpointDue(settings.nanoTime().getAsLong())) {
            trail.checkpoint(policy);
        }
        boolean force = settings.fsync() == Fsync.EVERY_RECORD
                || !flushing.isEmpty()
                || (settings.fsync() == Fsync.EVERY_SECOND && now - lastSync >= SECOND);
        writeUntilTaken(force);
        if (force || now - lastSync >= SECOND) {
            lastSync = now;
        }
        acknowledged();
        attempt(() -> trail.rotate(policy));
        flushing.forEach(promise -> promise.complete(true));
        if (now - lastInspection >= SECOND) {
            lastInspection = now;
            conditions.look(details -> trail.gateway("condition.changed", policy, details));
            attempt(() -> trail.inspect(policy));
            attempt(trail::keep);
        }
        if (!any && flushes.isEmpty() && !stopping) {
            boolean busy = System.nanoTime() - lastEntry < RECENT;
            ring.sleep(busy ? NAP : SECOND / 4, !busy);
        }
    }

    private List<CompletableFuture<Boolean>> takeFlushes() {
        if (flushes.isEmpty()) {
            return List.of();
        }
        List<CompletableFuture<Boolean>> taken = new ArrayList<>();
        for (CompletableFuture<Boolean> one = flushes.poll(); one != null; one = flushes.poll()) {
            taken.add(one);
        }
        return taken;
    }

    private boolean takeEntries() {
        int taken = 0;
        while (taken < BATCH_RECORDS && trail.pending() < BATCH_BYTES) {
            Entry entry = ring.poll();
            if (entry == null) {
                break;
            }
            taken++;
            append(entry);
        }
        return taken > 0;
    }

    private void append(Entry entry) {
        places++;
        weight += entry.weight();
        CompletableFuture<Boolean> promise = entry.written();
        AuditEvent event;
        try {
            event = entry.event();
        } catch (RuntimeException e) { // a record that cannot be made must not end the trail
            LOG.warn("an audit event could not be made: {}", e.toString());
            trail.gateway("audit.failed", policy, Map.of("failure", e.getClass().getName()));
            if (promise != null) {
                promise.complete(false);
            }
            return;
        }
        trail.append(event);
        SortedMap<String, String> failed =
                filterFailures.look(event, settings.nanoTime().getAsLong());
        if (failed != null) {
            trail.gateway("filter.failed", policy, failed);
        }
        if (promise != null) {
            acknowledge.add(promise);
        }
    }

    private void tellDropped() {
        long sum = dropped.sum();
        if (sum > droppedTold) {
            trail.gateway("audit.dropped", policy, Map.of("records", Long.toString(sum - droppedTold)));
            droppedTold = sum;
        }
    }

    /** What is linked has to be written: the next record names it. */
    private void writeUntilTaken(boolean force) {
        long pause = RETRY;
        long since = 0;
        String failed = null;
        while (true) {
            try {
                trail.write();
                if (force) {
                    trail.sync();
                }
                break;
            } catch (SinkFailure e) {
                failures.increment();
                since = since == 0 ? System.nanoTime() : since;
                failed = e.sink();
                failing = failed;
                warn(e);
            }
            if (stopping && System.nanoTime() - stopBy >= 0) {
                return;
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(LONGEST_RETRY, pause * 2);
        }
        if (failed != null) {
            recovered(failed, System.nanoTime() - since);
        }
    }

    private void recovered(String sink, long nanos) {
        failing = null;
        LOG.warn("the audit sink {} takes records again", sink);
        TreeMap<String, String> details = new TreeMap<>();
        details.put("milliseconds", Long.toString(nanos / 1_000_000));
        details.put("sink", sink);
        trail.gateway("audit.recovered", policy, details);
    }

    private void warn(SinkFailure e) {
        long now = System.nanoTime();
        if (now - lastWarning >= WARN_EVERY) {
            lastWarning = now;
            LOG.warn("an audit sink does not take records: {}", e.getMessage());
        }
    }

    private void acknowledged() {
        int written = places;
        if (written > 0) {
            ring.release(written, weight);
            places = 0;
            weight = 0;
        }
        records.add(written);
        head = trail.seq() + ":" + trail.head();
        for (CompletableFuture<Boolean> promise : acknowledge) {
            promise.complete(true);
        }
        acknowledge.clear();
    }

    private interface Attempt {
        void run() throws SinkFailure;
    }

    private void attempt(Attempt attempt) {
        try {
            attempt.run();
        } catch (SinkFailure e) {
            failures.increment();
            warn(e);
        }
    }

    private void finish() {
        takeChanges();
        while (takeEntries()) {
            writeUntilTaken(false);
            acknowledged();
            if (System.nanoTime() - stopBy >= 0) {
                break;
            }
        }
        tellDropped();
        trail.gateway("stop", policy, Map.of());
        trail.checkpoint(policy);
        writeUntilTaken(true);
        acknowledged();
    }

    private void giveUp() {
        attempt(trail::close);
        acknowledge.forEach(promise -> promise.complete(false));
        for (CompletableFuture<Boolean> one = flushes.poll(); one != null; one = flushes.poll()) {
            one.complete(false);
        }
        for (Entry left = ring.poll(); left != null; left = ring.poll()) {
            CompletableFuture<Boolean> promise = left.written();
            if (promise != null) {
                promise.complete(false);
            }
        }
    }
}

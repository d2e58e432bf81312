package dev.portcullis.audit;

import dev.portcullis.audit.sink.Sink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
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
    private final Persistence persistence = new Persistence();
    private final Forcer forcer = new Forcer();
    private volatile @Nullable String head;
    private long droppedTold;
    private int places;
    private int weight;
    private long lastEntry;
    private long lastSync;
    private long lastInspection;

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
                records.sum(),
                dropped.sum(),
                ring.depth(),
                ring.waiting(),
                persistence.failures(),
                persistence.failing(),
                head);
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
            persistence.failed("writer");
        } finally {
            giveUp();
        }
    }

    /** Between two records: what is linked so far is written to where it was meant for. */
    private void takeChanges() {
        for (Change change = changes.peek(); change != null; change = changes.peek()) {
            trail.gateway("audit.changed", policy, Map.of());
            trail.checkpoint(policy);
            if (!writeUntilTaken(true)) {
                return;
            }
            Trail before = trail;
            settings = change.settings();
            trail = before.with(change.settings(), change.sinks());
            changes.remove();
            List<Sink> kept = change.sinks();
            persistence.attempt(() -> before.closeAllBut(kept));
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
        boolean force = settings.fsync() == Fsync.EVERY_RECORD || !flushing.isEmpty() || forceHasFailed();
        if (!writeUntilTaken(force)) {
            flushes.addAll(flushing);
            return;
        }
        if (settings.fsync() == Fsync.EVERY_SECOND && now - lastSync >= SECOND && !forcer.isBusy()) {
            lastSync = now;
            if (trail.takeDirty()) {
                forcer.begin(trail);
            }
        }
        acknowledged();
        persistence.attempt(() -> trail.rotate(policy));
        flushing.forEach(promise -> promise.complete(true));
        if (now - lastInspection >= SECOND) {
            lastInspection = now;
            conditions.look(details -> trail.gateway("condition.changed", policy, details));
            persistence.attempt(() -> trail.inspect(policy));
            persistence.attempt(trail::keep);
        }
        if (!any && flushes.isEmpty() && !stopping) {
            boolean busy = System.nanoTime() - lastEntry < RECENT;
            ring.sleep(busy ? NAP : SECOND / 4, !busy);
        }
    }

    /** Then nothing goes on before it is forced here. */
    private boolean forceHasFailed() {
        Trail.SinkFailure why = forcer.takeFailure();
        if (why != null) {
            persistence.count(why);
            trail.touch();
        }
        return why != null;
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

    /** Whether what is linked is written; if not, the log is to stop, and nothing is acknowledged. */
    private boolean writeUntilTaken(boolean force) {
        if (force && forcer.isBusy()) {
            trail.touch(); // what was written since it began is not forced yet
        }
        return persistence.untilTaken(trail, force, () -> stopping && System.nanoTime() - stopBy >= 0, policy);
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

    private void finish() {
        takeChanges();
        boolean written = true;
        while (written && takeEntries()) {
            written = writeUntilTaken(false);
            if (written) {
                acknowledged();
            }
            written &= System.nanoTime() - stopBy < 0;
        }
        tellDropped();
        persistence.attempt(() -> trail.inspect(policy));
        trail.gateway("stop", policy, Map.of());
        trail.checkpoint(policy);
        if (writeUntilTaken(true)) {
            acknowledged();
        }
    }

    private void giveUp() {
        forcer.close();
        persistence.attempt(trail::close);
        changes.forEach(change -> persistence.attempt(
                () -> trail.with(change.settings(), change.sinks()).close()));
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

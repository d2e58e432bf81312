package dev.portcullis.audit;

import static java.util.Objects.requireNonNull;

import dev.portcullis.audit.sink.Sink;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A trail that is being written: entries wait in a bounded ring, one thread redacts, encodes, links and writes them. No caller
 * ever blocks; whether its record has a place, and is written, it learns from what it reserved and from promises.
 *
 * <p>What a sink does not take is offered again until it does; meanwhile the ring fills, and then {@link WhenFull} decides.
 * Thread-safe.
 */
public final class AuditLog implements AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final InstantSource clock;
    private final Ring ring;
    private final AuditWriter writer;
    private final Thread thread;
    private final LongAdder dropped = new LongAdder();
    private final AtomicBoolean closed = new AtomicBoolean();

    private AuditLog(AuditLogSettings settings, Trail trail, String policy) {
        this.clock = settings.clock();
        this.ring = new Ring(settings.ringRecords(), settings.ringBytes());
        this.writer = new AuditWriter(settings, ring, trail, dropped, policy);
        this.thread = new Thread(writer, "portcullis-audit");
        thread.setDaemon(true);
    }

    /**
     * Opens a trail and goes on with it where it stands.
     *
     * @param sinks that it is written to; closed with the log, and at once where it cannot be opened
     * @param policy name and version of the policy in force, for the log's own records
     * @throws IOException if a sink cannot be read or written
     */
    public static AuditLog open(AuditLogSettings settings, List<Sink> sinks, String policy) throws IOException {
        requireNonNull(policy, "policy");
        Trail trail;
        try {
            trail = Trail.open(settings, sinks, policy);
            trail.write();
            trail.sync();
        } catch (Trail.SinkFailure e) {
            closeAll(sinks);
            throw new IOException(e.getMessage(), e);
        } catch (IOException e) {
            closeAll(sinks);
            throw e;
        }
        AuditLog log = new AuditLog(settings, trail, policy);
        log.thread.start();
        return log;
    }

    private static void closeAll(List<Sink> sinks) throws IOException {
        for (Sink sink : sinks) {
            sink.close();
        }
    }

    /** Whether what is put will be written, sooner or later. */
    boolean isWriting() {
        return !closed.get() && thread.isAlive();
    }

    Ring ring() {
        return ring;
    }

    /** Puts an entry into a place that was reserved for it. */
    void put(Entry entry) {
        ring.put(entry);
    }

    /** Puts an entry where there is a place, else counts it as dropped. */
    boolean offer(Entry entry) {
        if (closed.get() || !ring.tryReserve(1, entry.weight())) {
            drop();
            return false;
        }
        ring.put(entry);
        return true;
    }

    /** Counts a record that found no place; the count becomes a record. */
    void drop() {
        dropped.increment();
    }

    /**
     * Records an event of the gateway's own.
     *
     * @param event its kind, dotted words
     * @param policy name and version of the policy that it is about
     * @param details by name, without anything secret
     */
    public void record(String event, String policy, Map<String, String> details) {
        writer.policy(policy);
        offer(new GatewayEntry(AuditEvent.ofGateway(event, clock.instant(), policy, details)));
    }

    /**
     * Watches what may change by itself, in place of what was watched before: each change becomes a record within about a
     * second.
     *
     * @param states a few words each, without anything secret; by name. Thread-safe and quick
     * @return how they are now
     */
    public SortedMap<String, String> watch(Map<String, Supplier<String>> states) {
        Conditions conditions = new Conditions(states);
        SortedMap<String, String> now = conditions.known();
        writer.watch(conditions); // from here on they are the writer's
        return now;
    }

    /**
     * Goes on with the same chain under other settings; what was put before is written first. The ring and the clocks stay as
     * they are, and a chain that has codes keeps its key.
     *
     * @param sinks all sinks from then on; those of now that are not among them are closed
     */
    public void change(AuditLogSettings others, List<Sink> sinks) {
        writer.change(new AuditWriter.Change(others, List.copyOf(sinks)));
        ring.wake();
    }

    /** Waits until all that was put before has been written and forced; for tests and for whoever reads the trail next. */
    public boolean flush(Duration within) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        writer.flushed(done);
        ring.wake();
        try {
            return done.completeOnTimeout(false, within.toNanos(), TimeUnit.NANOSECONDS)
                    .join();
        } catch (java.util.concurrent.CompletionException e) {
            return false;
        }
    }

    /** The numbers of the log. */
    public AuditLogStatus status() {
        return writer.status();
    }

    /** Writes what was put, seals the trail and ends its sinks; gives up after ten seconds where they do not take it. */
    @Override
    public void close() {
        close(CLOSING);
    }

    /** The same with another time to give up after. */
    void close(Duration within) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        writer.stop(within);
        ring.wake();
        try {
            thread.join(within.toMillis() + 1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The hash of the last record that was written, after its number and a colon; what {@code --expect-head} takes. */
    public @Nullable String head() {
        return writer.status().head();
    }
}

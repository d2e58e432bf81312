package dev.portcullis.audit;

import dev.portcullis.audit.chain.Chain;
import dev.portcullis.audit.chain.ChainRecovery;
import dev.portcullis.audit.chain.ChainState;
import dev.portcullis.audit.chain.LineBatch;
import dev.portcullis.audit.sink.FileSink;
import dev.portcullis.audit.sink.Relay;
import dev.portcullis.audit.sink.Sink;
import java.io.IOException;
import java.security.PrivateKey;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The chain and where it goes. Records are linked into a batch first; the batch is then offered to each sink until that took
 * it, so that what is linked is what is written. Confined to the thread that writes, but for {@link #force}.
 */
final class Trail {
    private final AuditLogSettings settings;
    private final List<Sink> sinks;
    private final @Nullable FileSink file;
    private final Chain chain;
    private final LineBatch batch = new LineBatch();
    private final boolean[] took;
    private int sinceCheckpoint;
    private long firstUnsealed;
    private boolean dirty;

    private Trail(AuditLogSettings settings, List<Sink> sinks, @Nullable FileSink file, Chain chain) {
        this.settings = settings;
        this.sinks = List.copyOf(sinks);
        this.file = file;
        this.chain = chain;
        this.took = new boolean[sinks.size()];
    }

    /** Goes on where the first of the files stands, or begins. */
    static Trail open(AuditLogSettings settings, List<Sink> sinks, String policy) throws IOException {
        ChainState beginning = ChainState.beginning(settings.chain().macSecret());
        FileSink file = null;
        ChainRecovery found = null;
        for (Sink sink : sinks) {
            if (sink instanceof FileSink one && file == null) {
                file = one;
                found = one.recover(beginning);
            }
        }
        ChainState from = found == null ? beginning : found.state();
        Trail trail = new Trail(settings, sinks, file, Chain.resume(from));
        if (from.seq() > 0 && file != null && file.length() == 0) {
            trail.gateway(Chain.SEGMENT, policy, Map.of());
        }
        SortedMap<String, String> details = trail.description();
        if (found != null && found.continued() > 0) {
            details.put("recoveredRecords", Long.toString(found.continued()));
        }
        if (found != null && found.damaged()) {
            details.put("damaged", "true");
        }
        trail.gateway("start", policy, details);
        return trail;
    }

    /** The same chain under other settings and with other sinks, none of which owes anything. */
    Trail with(AuditLogSettings others, List<Sink> otherSinks) {
        FileSink first = null;
        for (Sink sink : otherSinks) {
            if (sink instanceof FileSink one && first == null) {
                first = one;
            }
        }
        Trail changed = new Trail(others, otherSinks, first, chain);
        changed.sinceCheckpoint = sinceCheckpoint;
        changed.firstUnsealed = firstUnsealed;
        return changed;
    }

    /** What is worth telling of the settings. */
    SortedMap<String, String> description() {
        SortedMap<String, String> details = new TreeMap<>();
        details.put("authenticated", Boolean.toString(settings.chain().macSecret() != null));
        details.put("fsync", settings.fsync().name());
        details.put("signed", Boolean.toString(settings.chain().signingKey() != null));
        return details;
    }

    /** Links an event. */
    void append(AuditEvent event) {
        settings.format().write(event, chain.begin());
        chain.append(batch);
        if (sinceCheckpoint++ == 0) {
            firstUnsealed = settings.nanoTime().getAsLong();
        }
    }

    /** Links an event of the gateway's own. */
    void gateway(String event, String policy, Map<String, String> details) {
        append(AuditEvent.ofGateway(event, settings.clock().instant(), policy, details));
    }

    /** Whether it is time for a checkpoint. */
    boolean checkpointDue(long now) {
        return settings.chain().signingKey() != null
                && sinceCheckpoint > 0
                && (sinceCheckpoint >= settings.chain().records()
                        || now - firstUnsealed >= settings.chain().every().toNanos());
    }

    /** Links a checkpoint, where there is a key and anything to seal. */
    void checkpoint(String policy) {
        PrivateKey key = settings.chain().signingKey();
        if (key == null || sinceCheckpoint == 0) {
            return;
        }
        settings.format()
                .write(AuditEvent.ofGateway("checkpoint", settings.clock().instant(), policy, Map.of()), chain.begin());
        chain.checkpoint(batch, key);
        sinceCheckpoint = 0;
    }

    /** How many bytes are linked and not yet written. */
    int pending() {
        return batch.length();
    }

    /** Offers what is linked to each sink that has not taken it; after a failure the same again. */
    void write() throws SinkFailure {
        if (batch.lines() == 0) {
            return;
        }
        for (int i = 0; i < took.length; i++) {
            if (!took[i]) {
                Sink sink = sinks.get(i);
                try {
                    sink.write(batch);
                } catch (IOException e) {
                    throw new SinkFailure(sink.name(), e);
                }
                took[i] = true;
            }
        }
        java.util.Arrays.fill(took, false);
        batch.clear();
        dirty = true;
    }

    /** Forces what was written to the medium, and keeps where the chain stands. */
    void sync() throws SinkFailure {
        if (!dirty) {
            return;
        }
        force();
        keep();
        dirty = false;
    }

    /** Forces what was written so far to the medium; of any thread. */
    void force() throws SinkFailure {
        for (Sink sink : sinks) {
            try {
                sink.sync();
            } catch (IOException e) {
                throw new SinkFailure(sink.name(), e);
            }
        }
    }

    /** What was written has to be forced again. */
    void touch() {
        dirty = true;
    }

    /** Whether anything was written since this was asked, or since it was forced. */
    boolean takeDirty() {
        boolean was = dirty;
        dirty = false;
        return was;
    }

    /** Keeps where the chain stands, for the next start. */
    void keep() throws SinkFailure {
        if (file != null && batch.lines() == 0) {
            try {
                file.keep(chain.state());
            } catch (IOException e) {
                throw new SinkFailure(file.name(), e);
            }
        }
    }

    /** Ends the segments that are full, each sealed by a checkpoint, and begins the next. */
    void rotate(String policy) throws SinkFailure {
        for (Sink sink : sinks) {
            if (sink instanceof FileSink one && one.isFull()) {
                checkpoint(policy);
                write();
                sync();
                try {
                    one.rotate(chain.seq() + 1);
                } catch (IOException e) {
                    throw new SinkFailure(one.name(), e);
                }
                keep();
                gateway(Chain.SEGMENT, policy, Map.of());
                write();
            }
        }
    }

    /** Looks after the files; what there is to tell is linked. */
    void inspect(String policy) throws SinkFailure {
        for (Sink sink : sinks) {
            if (sink instanceof Relay relay) {
                long dropped = relay.takeDropped();
                if (dropped > 0) {
                    gateway("audit.dropped", policy, Map.of("records", Long.toString(dropped), "sink", relay.name()));
                }
            }
            if (sink instanceof FileSink one) {
                for (String name : one.takeRemoved()) {
                    gateway("audit.segment_removed", policy, Map.of("segment", name));
                }
                try {
                    if (one.restoreIfReplaced()) {
                        gateway("audit.file_restored", policy, Map.of());
                    }
                } catch (IOException e) {
                    throw new SinkFailure(one.name(), e);
                }
            }
        }
    }

    long seq() {
        return chain.seq();
    }

    String head() {
        return chain.head();
    }

    /** Ends all sinks. */
    void close() throws SinkFailure {
        closeAllBut(List.of());
    }

    /** Ends the sinks that are not in the list. */
    void closeAllBut(List<Sink> others) throws SinkFailure {
        SinkFailure first = null;
        for (Sink sink : sinks) {
            if (others.contains(sink)) {
                continue;
            }
            try {
                sink.close();
            } catch (IOException e) {
                first = first == null ? new SinkFailure(sink.name(), e) : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** A sink did not take what it was given. */
    static final class SinkFailure extends Exception {
        private static final long serialVersionUID = 1L;

        private final String sink;

        SinkFailure(String sink, IOException cause) {
            super(sink + ": " + cause.getClass().getSimpleName(), cause);
            this.sink = sink;
        }

        String sink() {
            return sink;
        }
    }
}

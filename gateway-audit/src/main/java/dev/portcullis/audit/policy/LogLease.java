package dev.portcullis.audit.policy;

import dev.portcullis.audit.AuditLog;
import dev.portcullis.audit.AuditLogSettings;
import dev.portcullis.audit.sink.FileSink;
import dev.portcullis.audit.sink.Sink;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * One policy's use of a log. A policy that changes the settings of a trail goes on with the same log, for a file has one
 * writer; the change takes effect when the policy does, and never where it is refused.
 */
final class LogLease implements AutoCloseable {
    private final SharedLog shared;
    private final AuditLogSettings settings;
    private final List<SinkPolicy> words;
    private final Map<Object, Sink> sinks;
    private final List<Sink> opened;
    private boolean active;
    private boolean closed;

    /**
     * A use.
     *
     * @param sinks all that the policy wants
     * @param opened those of them that were opened for this use
     * @param active whether the log has these settings and sinks already
     */
    LogLease(
            SharedLog shared,
            AuditLogSettings settings,
            List<SinkPolicy> words,
            Map<Object, Sink> sinks,
            List<Sink> opened,
            boolean active) {
        this.shared = shared;
        this.settings = settings;
        this.words = words;
        this.sinks = sinks;
        this.opened = opened;
        this.active = active;
    }

    AuditLog log() {
        return shared.log();
    }

    /** The policy is in force. */
    synchronized void activate() {
        if (active) {
            return;
        }
        active = true;
        for (SinkPolicy one : words) {
            if (one instanceof SinkPolicy.ToFile file && sinks.get(one.key()) instanceof FileSink sink) {
                sink.rotateBy(file.rotation());
            }
        }
        shared.change(settings, sinks);
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (!active) {
            for (Sink sink : opened) {
                sink.close();
            }
        }
        shared.release();
    }
}

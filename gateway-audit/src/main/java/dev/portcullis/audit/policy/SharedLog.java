package dev.portcullis.audit.policy;

import dev.portcullis.audit.AuditLog;
import dev.portcullis.audit.AuditLogSettings;
import dev.portcullis.audit.sink.Sink;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A log that several policies use, one after the other and for a while together. The last to let go closes it. */
final class SharedLog {
    private final AuditLog log;
    private Map<Object, Sink> sinks;
    private int uses = 1;

    SharedLog(AuditLog log, Map<Object, Sink> sinks) {
        this.log = log;
        this.sinks = sinks;
    }

    AuditLog log() {
        return log;
    }

    /** The sink that is open under this key, or {@code null}. */
    synchronized @Nullable Sink sink(Object key) {
        return sinks.get(key);
    }

    synchronized boolean retain() {
        if (uses == 0) {
            return false;
        }
        uses++;
        return true;
    }

    synchronized void change(AuditLogSettings settings, Map<Object, Sink> others) {
        sinks = others;
        log.change(settings, List.copyOf(others.values()));
    }

    synchronized boolean inUse() {
        return uses > 0;
    }

    /** Whether nobody uses it any more, and it is closed. */
    boolean release() {
        synchronized (this) {
            uses--;
            if (uses > 0) {
                return false;
            }
        }
        log.close();
        return true;
    }
}

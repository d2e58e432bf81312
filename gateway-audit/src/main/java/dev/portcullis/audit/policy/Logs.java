package dev.portcullis.audit.policy;

import dev.portcullis.audit.AuditLog;
import dev.portcullis.audit.AuditLogSettings;
import dev.portcullis.audit.EcsFormat;
import dev.portcullis.audit.PortcullisFormat;
import dev.portcullis.audit.sink.Sink;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens the logs that policies ask for, and lets those that write the same trail share one. */
final class Logs {
    private final Map<Path, SharedLog> byTrail = new HashMap<>();

    LogLease lease(AuditPolicy wanted, PolicyContext policy) throws IOException {
        AuditLogSettings settings = AuditLogSettings.defaults()
                .withFormat(wanted.format() == AuditPolicy.Format.ECS ? new EcsFormat() : new PortcullisFormat())
                .withChain(wanted.chain())
                .withFsync(wanted.fsync())
                .withClock(policy.clock(), policy.nanoTime());
        SharedLog shared = sharing(wanted);
        Map<Object, Sink> sinks = new LinkedHashMap<>();
        List<Sink> opened = new ArrayList<>();
        try {
            for (SinkPolicy one : wanted.sinks()) {
                Sink there = shared == null ? null : shared.sink(one.key());
                if (there == null) {
                    there = OpenedSinks.open(one, wanted, policy);
                    opened.add(there);
                }
                sinks.put(one.key(), there);
            }
            if (shared != null) {
                return new LogLease(shared, settings, wanted.sinks(), sinks, opened, false);
            }
            AuditLog log = AuditLog.open(
                    settings, List.copyOf(sinks.values()), policy.metadata().toString());
            SharedLog made = new SharedLog(log, sinks);
            remember(wanted, made);
            return new LogLease(made, settings, wanted.sinks(), sinks, opened, true);
        } catch (IOException | RuntimeException e) {
            for (Sink sink : opened) {
                sink.close();
            }
            if (shared != null) {
                shared.release();
            }
            throw e;
        }
    }

    private synchronized @Nullable SharedLog sharing(AuditPolicy wanted) {
        for (SinkPolicy one : wanted.sinks()) {
            SharedLog shared = one.key() instanceof Path trail ? byTrail.get(trail) : null;
            if (shared != null && shared.retain()) {
                return shared;
            }
        }
        return null;
    }

    private synchronized void remember(AuditPolicy wanted, SharedLog made) {
        byTrail.values().removeIf(shared -> !shared.inUse());
        for (SinkPolicy one : wanted.sinks()) {
            if (one.key() instanceof Path trail) {
                byTrail.put(trail, made);
            }
        }
    }
}

package dev.portcullis.audit.policy;

import dev.portcullis.audit.AuditLog;
import dev.portcullis.audit.AuditLogSettings;
import dev.portcullis.audit.EcsFormat;
import dev.portcullis.audit.PortcullisFormat;
import dev.portcullis.audit.sink.FileSink;
import dev.portcullis.audit.sink.Sink;
import dev.portcullis.audit.sink.StreamSink;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Opens the log that a policy asks for. */
final class Logs {
    private Logs() {}

    static AuditLog open(AuditPolicy wanted, PolicyContext policy) throws IOException {
        AuditLogSettings settings = AuditLogSettings.defaults()
                .withFormat(wanted.format() == AuditPolicy.Format.ECS ? new EcsFormat() : new PortcullisFormat())
                .withChain(wanted.chain())
                .withWhenFull(wanted.whenFull())
                .withFsync(wanted.fsync())
                .withPatience(wanted.patience())
                .withClock(policy.clock(), policy.nanoTime());
        List<Sink> sinks = new ArrayList<>();
        try {
            for (SinkPolicy sink : wanted.sinks()) {
                sinks.add(open(sink));
            }
        } catch (RuntimeException e) {
            for (Sink opened : sinks) {
                opened.close();
            }
            throw e;
        }
        return AuditLog.open(settings, sinks, policy.metadata().toString());
    }

    private static Sink open(SinkPolicy sink) {
        if (sink instanceof SinkPolicy.ToFile file) {
            try {
                return FileSink.open(file.path());
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        "the audit trail " + file.path() + " cannot be written: " + Problems.of(e), e);
            }
        }
        return StreamSink.stdout();
    }
}

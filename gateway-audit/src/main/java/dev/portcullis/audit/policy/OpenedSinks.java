package dev.portcullis.audit.policy;

import dev.portcullis.audit.sink.FileSink;
import dev.portcullis.audit.sink.Relay;
import dev.portcullis.audit.sink.Sink;
import dev.portcullis.audit.sink.Slf4jSink;
import dev.portcullis.audit.sink.StreamSink;
import dev.portcullis.audit.sink.SyslogSink;
import dev.portcullis.gateway.policy.shape.PolicyFile;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import dev.portcullis.gateway.tls.ClientTls;
import dev.portcullis.gateway.tls.ClientTlsSettings;
import dev.portcullis.gateway.tls.TlsMaterialException;
import dev.portcullis.gateway.tls.TlsPreset;
import dev.portcullis.gateway.tls.TrustBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Opens sinks. All but files are behind a relay, so that a slow one holds up nothing but itself. */
final class OpenedSinks {
    private OpenedSinks() {}

    static Sink open(SinkPolicy sink, AuditPolicy wanted, PolicyContext policy) throws IOException {
        if (sink instanceof SinkPolicy.ToFile file) {
            try {
                return FileSink.open(file.path(), file.rotation(), policy.clock());
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        "the audit trail " + file.path() + " cannot be written: " + Problems.of(e), e);
            }
        }
        Sink slow;
        if (sink instanceof SinkPolicy.ToSlf4j logger) {
            Slf4jSink taking = new Slf4jSink(logger.logger());
            if (!taking.takesLines()) {
                throw new IllegalArgumentException("the logger " + logger.logger()
                        + " does not take INFO, and the trail would be lost; set its level");
            }
            slow = taking;
        } else if (sink instanceof SinkPolicy.ToSyslog server) {
            slow = new SyslogSink(server.url().getHost(), server.url().getPort(), sockets(server), policy.clock());
        } else {
            slow = StreamSink.stdout();
        }
        return switch (wanted.whenFull()) {
            case BLOCK -> Relay.holding(slow);
            case DROP_AND_COUNT -> Relay.dropping(slow);
            case SPILL_TO_DISK -> Relay.spilling(slow, spillFile(slow, wanted, policy));
        };
    }

    /** Beside the first file of the trail, or else beside the policy. */
    private static Path spillFile(Sink sink, AuditPolicy wanted, PolicyContext policy) {
        String name = "audit-" + Integer.toHexString(sink.name().hashCode()) + ".spill";
        for (SinkPolicy one : wanted.sinks()) {
            if (one instanceof SinkPolicy.ToFile file) {
                return file.path().resolveSibling(name);
            }
        }
        return policy.base().resolve(name);
    }

    private static SocketFactory sockets(SinkPolicy.ToSyslog server) {
        if (server.url().getScheme().equals("tcp")) {
            return SocketFactory.getDefault();
        }
        return tls(server.trust());
    }

    private static SSLSocketFactory tls(@Nullable PolicyFile trust) {
        try {
            return trust == null
                    ? SSLContext.getDefault().getSocketFactory()
                    : ClientTls.of(new ClientTlsSettings(
                                    TlsPreset.INTERMEDIATE, TrustBundle.fromPem(trust.path()), null, null))
                            .context()
                            .getSocketFactory();
        } catch (GeneralSecurityException | TlsMaterialException e) {
            throw new IllegalArgumentException("the trust of the syslog server cannot be used", e);
        }
    }
}

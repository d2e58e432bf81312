package dev.portcullis.gateway.tls.policy;

import dev.portcullis.gateway.policy.spi.Metric;
import dev.portcullis.gateway.tls.PeerRefusal;
import dev.portcullis.gateway.tls.ServerTls;
import dev.portcullis.gateway.tls.ServerTlsSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is reported of the listeners' TLS: when certificates end, what was rotated, how handshakes ended. */
final class TlsMetrics {
    private static final String HANDSHAKES = "portcullis_tls_handshakes_total";
    private static final String HANDSHAKES_HELP = "TLS handshakes by how they ended.";

    private TlsMetrics() {}

    static List<Metric> of(ServerTlsSettings settings, Listeners listeners) {
        ServerTls tls = listeners.tls();
        List<Metric> metrics = new ArrayList<>();
        for (int i = 0; i < settings.identities().size(); i++) {
            Instant end = settings.identities().get(i).notAfter();
            metrics.add(new Metric(
                    "portcullis_tls_certificate_expiry_timestamp_seconds",
                    "When a certificate of the listeners ends.",
                    Metric.Kind.GAUGE,
                    Map.of("certificate", Integer.toString(i)),
                    end::getEpochSecond));
        }
        metrics.add(counter(
                "portcullis_tls_rotations_total",
                "How often the listeners' TLS was replaced.",
                Map.of("result", "replaced"),
                tls::rotations));
        metrics.add(counter(
                "portcullis_tls_rotations_total",
                "How often the listeners' TLS was replaced.",
                Map.of("result", "refused"),
                listeners::refusedRotations));
        metrics.add(counter(HANDSHAKES, HANDSHAKES_HELP, Map.of("result", "completed"), tls::handshakes));
        for (PeerRefusal why : PeerRefusal.values()) {
            metrics.add(counter(HANDSHAKES, HANDSHAKES_HELP, Map.of("result", why.code()), () -> tls.refused(why)));
        }
        return metrics;
    }

    private static Metric counter(
            String name, String help, Map<String, String> labels, java.util.function.LongSupplier value) {
        return new Metric(name, help, Metric.Kind.COUNTER, labels, value::getAsLong);
    }
}

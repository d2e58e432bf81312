package dev.portcullis.examples.serve;

import dev.portcullis.gateway.policy.model.Metadata;
import dev.portcullis.gateway.policy.model.RoutePolicy;
import dev.portcullis.gateway.policy.model.UpstreamPolicy;
import dev.portcullis.gateway.policy.shape.Place;
import dev.portcullis.gateway.policy.shape.PolicyFile;
import dev.portcullis.gateway.policy.spi.Contribution;
import dev.portcullis.gateway.policy.spi.Metric;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import dev.portcullis.gateway.policy.spi.PolicyListener;
import dev.portcullis.gateway.tls.ClientTlsSettings;
import dev.portcullis.gateway.tls.TlsFile;
import dev.portcullis.gateway.tls.TlsIdentity;
import dev.portcullis.gateway.tls.TlsMaterialException;
import dev.portcullis.gateway.tls.TlsPreset;
import dev.portcullis.gateway.tls.TrustBundle;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a route's upstream is trusted by and shown, from policy to policy: when it ends, and how often it was replaced. */
final class UpstreamTls implements AutoCloseable {
    private @Nullable ClientTlsSettings inForce;
    private long rotations;

    private UpstreamTls() {}

    static @Nullable UpstreamTls of(PolicyContext policy, RoutePolicy route, Place place) {
        return policy.kept(place, "upstream-tls-" + route.id(), route.id(), UpstreamTls::new)
                .orElse(null);
    }

    /** The settings that the files hold; {@code null}, and an error of the policy, where they cannot be used. */
    @Nullable
    ClientTlsSettings settings(PolicyContext policy, Place place, UpstreamPolicy.Tls tls) {
        try {
            TrustBundle trust = tls.trust() == null ? null : TrustBundle.fromPem(file(tls.trust()));
            TlsIdentity identity = tls.certificate() == null || tls.key() == null
                    ? null
                    : TlsIdentity.fromPem(file(tls.certificate()), file(tls.key()), null);
            if (identity != null && !shows(identity)) {
                identity.requireValidAt(policy.wallClock().instant());
            }
            return new ClientTlsSettings(TlsPreset.INTERMEDIATE, trust, identity, null);
        } catch (TlsMaterialException e) {
            policy.error(place, e.code(), "in " + place + ": " + e.getMessage());
            return null;
        }
    }

    /** The content that the policy was loaded with, so that a pair is of one moment. */
    private static TlsFile file(PolicyFile file) {
        return TlsFile.of(file.path().toString(), file.bytes());
    }

    /** That a certificate has ended while it was shown must not keep a policy from changing for another reason. */
    private synchronized boolean shows(TlsIdentity identity) {
        TlsIdentity shown = inForce == null ? null : inForce.identity();
        return shown != null && shown.equals(identity);
    }

    void contribute(RoutePolicy route, ClientTlsSettings settings, Contribution contribution) {
        Map<String, String> label = Map.of("route", route.id());
        if (settings.identity() != null) {
            Instant end = settings.identity().notAfter();
            contribution.report(new Metric(
                    "portcullis_tls_upstream_certificate_expiry_timestamp_seconds",
                    "When the certificate that an upstream is shown ends.",
                    Metric.Kind.GAUGE,
                    label,
                    end::getEpochSecond));
        }
        contribution.report(new Metric(
                "portcullis_tls_upstream_rotations_total",
                "How often the TLS towards an upstream was replaced.",
                Metric.Kind.COUNTER,
                label,
                this::rotations));
        contribution.listen(new PolicyListener() {
            @Override
            public void active(Metadata name) {
                follow(settings);
            }
        });
    }

    private synchronized void follow(ClientTlsSettings settings) {
        if (inForce != null && !inForce.equals(settings)) {
            rotations++;
        }
        inForce = settings;
    }

    private synchronized long rotations() {
        return rotations;
    }

    @Override
    public void close() {}
}

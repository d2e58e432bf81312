package dev.portcullis.gateway.tls.policy;

import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.hygiene.ForwardedCertificate;
import dev.portcullis.gateway.hygiene.SecureTransport;
import dev.portcullis.gateway.hygiene.ServerNameGuard;
import dev.portcullis.gateway.policy.model.ClientAddressPolicy;
import dev.portcullis.gateway.policy.model.Section;
import dev.portcullis.gateway.policy.spi.Contribution;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import dev.portcullis.gateway.tls.ServerTls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings TLS into policies: refuses what came over a plain connection or for another host than its connection was made for,
 * reads the certificates that trusted proxies hand on, and offers one {@link ServerTls} for the listeners, which a later policy replaces in place when it becomes active.
 */
public final class TlsProvider implements FilterProvider {
    /** Found by {@link java.util.ServiceLoader}. */
    public TlsProvider() {}

    @Override
    public String name() {
        return "tls";
    }

    @Override
    public List<Section<?>> sections() {
        return List.of(TlsPolicy.SECTION);
    }

    private static @Nullable Filter forwarded(ClientAddressPolicy trust) {
        ClientAddressPolicy.CertificateHeader header = trust.clientCertificateHeader();
        if (header == null) {
            return null;
        }
        return switch (header) {
            case CLIENT_CERT -> ForwardedCertificate.clientCert(trust.trustedProxies());
            case X_FORWARDED_CLIENT_CERT -> ForwardedCertificate.forwardedClientCert(trust.trustedProxies());
        };
    }

    @Override
    public void contribute(PolicyContext policy, Contribution contribution) {
        policy.policy()
                .clientAddress()
                .map(TlsProvider::forwarded)
                .ifPresent(filter -> contribution.install(Stage.HYGIENE, filter));
        policy.get(TlsPolicy.SECTION).ifPresent(tls -> {
            contribution.install(Stage.HYGIENE, ServerNameGuard.strict());
            if (tls.require()) {
                contribution.install(Stage.HYGIENE, SecureTransport.required());
            }
            new Termination(policy, tls).offer(contribution);
        });
    }
}

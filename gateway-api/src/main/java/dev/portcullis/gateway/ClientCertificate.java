package dev.portcullis.gateway;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * The certificate that the client showed to a trusted proxy, which terminated its TLS and has verified it. On an exchange, it
 * stands for the client in place of the connection's own certificate, which is the proxy's. A field that no trusted proxy
 * wrote never becomes one.
 *
 * @param chain the client's certificate first; empty where the proxy says that it showed none
 */
public record ClientCertificate(List<X509Certificate> chain) {
    /** Set where a trusted proxy is at the other end and certificates are expected from it. */
    public static final Key<ClientCertificate> KEY = Key.of("client-certificate", ClientCertificate.class);

    /** The client showed the proxy none. */
    public static final ClientCertificate NONE = new ClientCertificate(List.of());

    /** Copies the chain. */
    public ClientCertificate {
        chain = List.copyOf(chain);
    }

    /** The client's own certificate. */
    public Optional<X509Certificate> leaf() {
        return chain.isEmpty() ? Optional.empty() : Optional.of(chain.get(0));
    }
}

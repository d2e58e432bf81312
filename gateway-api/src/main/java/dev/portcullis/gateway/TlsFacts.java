package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a TLS handshake established. Not an {@code SSLSession}: a servlet container has none to give.
 *
 * @param protocol such as {@code TLSv1.3}
 * @param cipherSuite the JSSE name of the suite
 * @param serverName the host that the client asked for by SNI (RFC 6066), lower case, or {@code null} where it sent none or
 *     the server cannot tell
 * @param peerCertificates the client's certificates, its own first; empty without mutual TLS
 */
public record TlsFacts(
        String protocol, String cipherSuite, @Nullable String serverName, List<X509Certificate> peerCertificates) {
    /** Copies the certificates. */
    public TlsFacts {
        requireNonNull(protocol, "protocol");
        requireNonNull(cipherSuite, "cipherSuite");
        peerCertificates = List.copyOf(peerCertificates);
    }
}

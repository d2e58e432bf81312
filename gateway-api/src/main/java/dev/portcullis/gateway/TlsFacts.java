package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
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
    /** What the session tells; the peer certificates are empty where the client has shown none. */
    public static TlsFacts of(SSLSession session) {
        return new TlsFacts(
                session.getProtocol(), session.getCipherSuite(), requestedName(session), peerCertificates(session));
    }

    /** The host that the client asked for by SNI, lower case; {@code null} where it sent none or the session cannot tell. */
    public static @Nullable String requestedName(SSLSession session) {
        if (session instanceof ExtendedSSLSession extended) {
            for (SNIServerName name : extended.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName().toLowerCase(Locale.ROOT);
                }
            }
        }
        return null;
    }

    private static List<X509Certificate> peerCertificates(SSLSession session) {
        List<X509Certificate> chain = new ArrayList<>(2);
        try {
            for (Certificate certificate : session.getPeerCertificates()) {
                if (certificate instanceof X509Certificate x509) {
                    chain.add(x509);
                }
            }
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
        return chain;
    }

    /** Copies the certificates. */
    public TlsFacts {
        requireNonNull(protocol, "protocol");
        requireNonNull(cipherSuite, "cipherSuite");
        peerCertificates = List.copyOf(peerCertificates);
    }
}

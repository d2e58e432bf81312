package dev.portcullis.gateway.jdk;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import dev.portcullis.gateway.Peer;
import dev.portcullis.gateway.TlsFacts;
import java.net.InetSocketAddress;
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

/** Who is at the other end of a connection. */
final class Transport {
    private Transport() {}

    static Peer peer(HttpExchange exchange) {
        InetSocketAddress address = exchange.getRemoteAddress();
        TlsFacts tls = exchange instanceof HttpsExchange secure ? tls(secure.getSSLSession()) : null;
        return new Peer(address.getAddress(), address.getPort(), tls);
    }

    private static TlsFacts tls(SSLSession session) {
        return new TlsFacts(
                session.getProtocol(), session.getCipherSuite(), serverName(session), certificates(session));
    }

    private static @Nullable String serverName(SSLSession session) {
        if (session instanceof ExtendedSSLSession extended) {
            for (SNIServerName name : extended.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName().toLowerCase(Locale.ROOT);
                }
            }
        }
        return null;
    }

    private static List<X509Certificate> certificates(SSLSession session) {
        List<X509Certificate> chain = new ArrayList<>(2);
        try {
            for (Certificate certificate : session.getPeerCertificates()) {
                if (certificate instanceof X509Certificate x509) {
                    chain.add(x509);
                }
            }
        } catch (SSLPeerUnverifiedException e) {
            return List.of(); // the client has shown none
        }
        return chain;
    }
}

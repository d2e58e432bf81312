package dev.portcullis.gateway.undertow;

import dev.portcullis.gateway.Peer;
import dev.portcullis.gateway.TlsFacts;
import io.undertow.server.SSLSessionInfo;
import io.undertow.server.ServerConnection;
import io.undertow.util.AttachmentKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
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

/** What the transport knows of the other end; read once a connection. */
final class Peers {
    private static final AttachmentKey<Peer> PEER = AttachmentKey.create(Peer.class);
    private static final InetAddress NOWHERE = nowhere();

    private Peers() {}

    static Peer of(ServerConnection connection) {
        Peer known = connection.getAttachment(PEER);
        if (known != null) {
            return known;
        }
        InetSocketAddress address = connection.getPeerAddress(InetSocketAddress.class);
        boolean located = address != null && address.getAddress() != null; // false for a Unix domain socket
        Peer peer = new Peer(
                located ? address.getAddress() : NOWHERE,
                located ? address.getPort() : 0,
                tls(connection.getSslSessionInfo()));
        connection.putAttachment(PEER, peer);
        return peer;
    }

    /** Facts of a real handshake only: a session that a proxy described in headers has no {@link SSLSession}. */
    private static @Nullable TlsFacts tls(@Nullable SSLSessionInfo info) {
        SSLSession session = info == null ? null : info.getSSLSession();
        if (session == null) {
            return null;
        }
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
        try {
            List<X509Certificate> chain = new ArrayList<>(3);
            for (Certificate certificate : session.getPeerCertificates()) {
                if (certificate instanceof X509Certificate x509) {
                    chain.add(x509);
                }
            }
            return chain;
        } catch (SSLPeerUnverifiedException e) {
            return List.of(); // the client showed none
        }
    }

    private static InetAddress nowhere() {
        try {
            return InetAddress.getByAddress(new byte[4]);
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }
}

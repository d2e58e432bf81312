package dev.portcullis.gateway.tls;

import dev.portcullis.gateway.TlsFacts;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trust of a server that believes different clients for different names: an exact name first, then a wildcard, else the
 * server's own. A certificate on a connection without a name is refused: which trust counts for it would be the client's
 * choice, by the host that it names later.
 */
final class TrustByName extends X509ExtendedTrustManager {
    private final CheckedTrust others;
    private final List<Named> named;

    private record Named(NamedTrust rule, CheckedTrust trust) {}

    private TrustByName(CheckedTrust others, List<Named> named) {
        this.others = others;
        this.named = named;
    }

    static TrustByName of(CheckedTrust others, List<NamedTrust> rules) throws GeneralSecurityException {
        List<Named> named = new ArrayList<>();
        for (NamedTrust rule : rules) {
            named.add(new Named(rule, CheckedTrust.of(rule.trust(), rule.revocation())));
        }
        return new TrustByName(others, List.copyOf(named));
    }

    private CheckedTrust trust(@Nullable SSLSession session) throws PeerRefused {
        String name = session == null ? null : TlsFacts.requestedName(session);
        if (name == null) {
            throw new PeerRefused(PeerRefusal.NO_SERVER_NAME, "the handshake names no host");
        }
        CheckedTrust found = others;
        for (Named one : named) {
            if (one.rule().name().equals(name)) {
                return one.trust();
            }
            if (found == others && one.rule().covers(name)) {
                found = one.trust();
            }
        }
        return found;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        trust(engine.getHandshakeSession()).checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        SSLSession session = socket instanceof SSLSocket tls ? tls.getHandshakeSession() : null;
        trust(session).checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        trust(null).checkClientTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new PeerRefused(PeerRefusal.OTHER_CERTIFICATE, "a server asks no servers");
    }

    /** Of all names: what the client is told to choose from is sent before it is known which certificate it has. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        Set<X509Certificate> all = new LinkedHashSet<>(List.of(others.getAcceptedIssuers()));
        for (Named one : named) {
            all.addAll(List.of(one.trust().getAcceptedIssuers()));
        }
        return all.toArray(X509Certificate[]::new);
    }
}

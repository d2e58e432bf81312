package dev.portcullis.gateway.tls;

import dev.portcullis.gateway.testkit.TestAuthority;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** The other end: shows whatever it is given, however bad, believes everybody, and counts whom it was shown. */
final class RawPeer {
    private final AtomicInteger shown = new AtomicInteger();
    private final SSLContext context;

    RawPeer(TestAuthority.@Nullable Issued identity) {
        try {
            context = SSLContext.getInstance("TLS");
            context.init(
                    identity == null ? null : new KeyManager[] {new Shows(identity)},
                    new TrustManager[] {new Believes(shown)},
                    null);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    SSLContext context() {
        return context;
    }

    /** How often a certificate was shown to it, which is once a full handshake. */
    int shown() {
        return shown.get();
    }

    private static final class Shows extends X509ExtendedKeyManager {
        private final TestAuthority.Issued identity;

        Shows(TestAuthority.Issued identity) {
            this.identity = identity;
        }

        private @Nullable String alias(String keyType) {
            String own = identity.certificate().getPublicKey().getAlgorithm();
            return keyType.equals(own) || keyType.equals("EC") && own.equals("EC") ? "one" : null;
        }

        @Override
        public @Nullable String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
            return chooseClientAlias(types, issuers, null);
        }

        @Override
        public @Nullable String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
            return alias(type);
        }

        @Override
        public @Nullable String chooseClientAlias(String[] types, Principal[] issuers, @Nullable Socket socket) {
            for (String type : types) {
                if (alias(type) != null) {
                    return alias(type);
                }
            }
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(String type, Principal[] issuers, @Nullable Socket socket) {
            return alias(type);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return identity.issuer().equals(identity.certificate())
                    ? new X509Certificate[] {identity.certificate()}
                    : new X509Certificate[] {identity.certificate(), identity.issuer()};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return identity.keys().getPrivate();
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[] {"one"};
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[] {"one"};
        }
    }

    private static final class Believes extends X509ExtendedTrustManager {
        private final AtomicInteger shown;

        Believes(AtomicInteger shown) {
            this.shown = shown;
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
            shown.incrementAndGet();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            shown.incrementAndGet();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            shown.incrementAndGet();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            shown.incrementAndGet();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            shown.incrementAndGet();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            shown.incrementAndGet();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

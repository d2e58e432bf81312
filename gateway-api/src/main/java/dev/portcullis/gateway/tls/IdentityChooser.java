package dev.portcullis.gateway.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Presents the identity that the peer asked for by name (RFC 6066, section 3): an exact name first, then a wildcard, else
 * the first identity. An alias is the identity's place in the list.
 */
final class IdentityChooser extends X509ExtendedKeyManager {
    private final List<TlsIdentity> identities;
    private final List<SubjectNames> names;

    IdentityChooser(List<TlsIdentity> identities) {
        this.identities = identities;
        this.names =
                identities.stream().map(i -> SubjectNames.of(i.chain().get(0))).toList();
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return choose(keyType, engine.getHandshakeSession());
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return choose(keyType, socket instanceof SSLSocket tls ? tls.getHandshakeSession() : null);
    }

    private @Nullable String choose(String keyType, @Nullable SSLSession session) {
        String asked = requested(session);
        int wildcard = -1;
        int first = -1;
        for (int i = 0; i < identities.size(); i++) {
            if (!usable(i, keyType)) {
                continue;
            }
            if (asked != null && names.get(i).dns().contains(asked)) {
                return Integer.toString(i);
            }
            if (asked != null && wildcard < 0 && names.get(i).covers(asked)) {
                wildcard = i;
            }
            if (first < 0) {
                first = i;
            }
        }
        int chosen = wildcard >= 0 ? wildcard : first;
        return chosen < 0 ? null : Integer.toString(chosen);
    }

    private static @Nullable String requested(@Nullable SSLSession session) {
        if (session instanceof ExtendedSSLSession extended) {
            for (SNIServerName name : extended.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName().toLowerCase(Locale.ROOT);
                }
            }
        }
        return null;
    }

    private boolean usable(int index, String keyType) {
        return identities
                .get(index)
                .chain()
                .get(0)
                .getPublicKey()
                .getAlgorithm()
                .equals(keyType);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
        return chooseClientAlias(keyTypes, issuers, null);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        for (String keyType : keyTypes) {
            for (int i = 0; i < identities.size(); i++) {
                if (usable(i, keyType)) {
                    return Integer.toString(i);
                }
            }
        }
        return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return identities.get(Integer.parseInt(alias)).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return identities.get(Integer.parseInt(alias)).key();
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return aliases(keyType);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return aliases(keyType);
    }

    private String @Nullable [] aliases(String keyType) {
        String[] found = java.util.stream.IntStream.range(0, identities.size())
                .filter(i -> usable(i, keyType))
                .mapToObj(Integer::toString)
                .toArray(String[]::new);
        return found.length == 0 ? null : found;
    }
}

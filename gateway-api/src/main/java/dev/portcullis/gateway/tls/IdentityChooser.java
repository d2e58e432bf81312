package dev.portcullis.gateway.tls;

import dev.portcullis.gateway.TlsFacts;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Presents the identity that the peer asked for by name (RFC 6066, section 3): an exact name first, then a wildcard, else
 * the first identity, whatever kinds of keys they have. An alias is the identity's place in the list.
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

    /** How well an identity fits what was asked for; the best comes last. */
    private enum Fit {
        NONE,
        DEFAULT,
        WILDCARD,
        EXACT
    }

    /** The JDK asks for each kind of key in turn; one that only the second best identity has is none. */
    private @Nullable String choose(String keyType, @Nullable SSLSession session) {
        String asked = session == null ? null : TlsFacts.requestedName(session);
        Fit best = Fit.DEFAULT;
        for (int i = 0; i < identities.size(); i++) {
            Fit fit = fit(i, asked);
            best = fit.compareTo(best) > 0 ? fit : best;
        }
        for (int i = 0; i < identities.size(); i++) {
            if (usable(i, keyType) && fit(i, asked) == best) {
                return Integer.toString(i);
            }
        }
        return null;
    }

    /** The default is the first identity, and those with the same names and another kind of key. */
    private Fit fit(int index, @Nullable String asked) {
        SubjectNames own = names.get(index);
        if (asked != null && own.dns().contains(asked)) {
            return Fit.EXACT;
        }
        if (asked != null && own.covers(asked)) {
            return Fit.WILDCARD;
        }
        return index == 0 || own.dns().equals(names.get(0).dns()) ? Fit.DEFAULT : Fit.NONE;
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
        String[] found = IntStream.range(0, identities.size())
                .filter(i -> usable(i, keyType))
                .mapToObj(Integer::toString)
                .toArray(String[]::new);
        return found.length == 0 ? null : found;
    }
}

package dev.portcullis.gateway.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a peer's certificates have to be beyond the JDK's path validation. */
final class PeerRules {
    private static final String ALTERNATIVE_NAMES = "2.5.29.17";

    private PeerRules() {}

    /**
     * Requires keys and signatures of today's strength, a name, and the SPIFFE id that is asked for.
     *
     * @param server whether it is a server's, whose name is that of a host or a workload; a client may be a person
     */
    static void require(X509Certificate[] chain, boolean server, @Nullable String trustDomain) throws PeerRefused {
        if (chain.length == 0) {
            throw new PeerRefused(PeerRefusal.NO_CERTIFICATE, "none was shown");
        }
        for (X509Certificate certificate : chain) {
            Strength strength = Strength.of(certificate);
            if (strength == Strength.KEY_TOO_SHORT) {
                throw new PeerRefused(PeerRefusal.KEY_WEAK, subject(chain));
            }
            if (strength == Strength.SIGNATURE_BROKEN) {
                throw new PeerRefused(PeerRefusal.SIGNATURE_WEAK, subject(chain));
            }
        }
        requireName(chain, server, trustDomain);
    }

    private static void requireName(X509Certificate[] chain, boolean server, @Nullable String trustDomain)
            throws PeerRefused {
        SubjectNames names = SubjectNames.of(chain[0]);
        if (names.isEmpty() && (server || chain[0].getExtensionValue(ALTERNATIVE_NAMES) == null)) {
            // the JDK falls back to the common name of such a certificate; here that is no name
            throw new PeerRefused(PeerRefusal.NO_ALTERNATIVE_NAME, subject(chain));
        }
        if (trustDomain == null) {
            return;
        }
        Optional<SpiffeId> id = SpiffeId.of(chain[0]);
        if (id.isEmpty()) {
            List<String> uris = names.uris();
            throw new PeerRefused(
                    PeerRefusal.SPIFFE_ID_MISSING, subject(chain) + " has " + uris.size() + " URI names, not one id");
        }
        if (!id.get().trustDomain().equals(trustDomain)) {
            throw new PeerRefused(PeerRefusal.SPIFFE_DOMAIN, subject(chain) + " is " + id.get());
        }
    }

    static String subject(X509Certificate[] chain) {
        return chain.length == 0
                ? "no certificate"
                : "subject " + chain[0].getSubjectX500Principal() + ", serial "
                        + chain[0].getSerialNumber().toString(16);
    }
}

package dev.portcullis.examples.cli;

import dev.portcullis.gateway.tls.TlsPreset;
import java.util.List;

/**
 * What the JDK takes for the whole process alone, before its first handshake: the groups of key exchange, up to JDK 19, and
 * the signatures of handshakes, without SHA-1 (RFC 9155). A process of one's own may have them; a library does not touch them.
 */
final class TlsDefaults {
    private static final List<String> SIGNATURES = List.of(
            "ecdsa_secp256r1_sha256",
            "ecdsa_secp384r1_sha384",
            "ecdsa_secp521r1_sha512",
            "ed25519",
            "ed448",
            "rsa_pss_rsae_sha256",
            "rsa_pss_rsae_sha384",
            "rsa_pss_rsae_sha512",
            "rsa_pss_pss_sha256",
            "rsa_pss_pss_sha384",
            "rsa_pss_pss_sha512",
            "rsa_pkcs1_sha256",
            "rsa_pkcs1_sha384",
            "rsa_pkcs1_sha512");

    private TlsDefaults() {}

    /** Sets what nobody has set on the command line. */
    static void apply() {
        set("jdk.tls.namedGroups", TlsPreset.INTERMEDIATE.namedGroups());
        set("jdk.tls.server.SignatureSchemes", SIGNATURES);
        set("jdk.tls.client.SignatureSchemes", SIGNATURES);
    }

    private static void set(String property, List<String> values) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, String.join(",", values));
        }
    }
}

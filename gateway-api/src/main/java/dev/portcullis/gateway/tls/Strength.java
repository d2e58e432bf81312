package dev.portcullis.gateway.tls;

import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Locale;

/** Whether a certificate's key and signature are of today's strength (RFC 9325, section 4.5). */
enum Strength {
    GOOD,
    KEY_TOO_SHORT,
    SIGNATURE_BROKEN;

    static final int MIN_RSA_BITS = 2048;
    static final int MIN_EC_BITS = 256;

    /** Judges one certificate; what an authority has signed for itself says nothing and is not judged. */
    static Strength of(X509Certificate certificate) {
        if (certificate.getPublicKey() instanceof RSAPublicKey rsa
                && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
            return KEY_TOO_SHORT;
        }
        if (certificate.getPublicKey() instanceof ECPublicKey ec
                && ec.getParams().getOrder().bitLength() < MIN_EC_BITS) {
            return KEY_TOO_SHORT;
        }
        boolean selfSigned = certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
        String signature = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        return !selfSigned && (signature.startsWith("MD") || signature.startsWith("SHA1")) ? SIGNATURE_BROKEN : GOOD;
    }
}

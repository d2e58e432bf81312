package dev.portcullis.gateway.tls;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** Reads from what the JDK threw why it refused a certificate. */
final class RefusalReason {
    private RefusalReason() {}

    static PeerRefusal of(X509Certificate[] chain, CertificateException refused) {
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            PeerRefusal known = known(chain, cause);
            if (known != null) {
                return known;
            }
        }
        String message = String.valueOf(refused.getMessage());
        if (message.contains("subject alternative") || message.contains("No name matching")) {
            return PeerRefusal.WRONG_NAME;
        }
        return message.contains("key usage") || message.contains("KeyUsage") || message.contains("digitalSignature")
                ? PeerRefusal.WRONG_USAGE
                : PeerRefusal.OTHER_CERTIFICATE;
    }

    private static @Nullable PeerRefusal known(X509Certificate[] chain, Throwable cause) {
        if (cause instanceof CertificateExpiredException) {
            return PeerRefusal.EXPIRED;
        }
        if (cause instanceof CertificateNotYetValidException) {
            return PeerRefusal.NOT_YET_VALID;
        }
        if (cause instanceof CertPathValidatorException path && path.getReason() instanceof BasicReason reason) {
            return of(reason);
        }
        if (cause instanceof CertPathBuilderException && cause.getCause() == null) {
            boolean selfSigned =
                    chain.length == 1 && chain[0].getSubjectX500Principal().equals(chain[0].getIssuerX500Principal());
            return selfSigned ? PeerRefusal.SELF_SIGNED : PeerRefusal.UNKNOWN_AUTHORITY;
        }
        return null;
    }

    private static @Nullable PeerRefusal of(BasicReason reason) {
        return switch (reason) {
            case EXPIRED -> PeerRefusal.EXPIRED;
            case NOT_YET_VALID -> PeerRefusal.NOT_YET_VALID;
            case REVOKED -> PeerRefusal.REVOKED;
            case UNDETERMINED_REVOCATION_STATUS -> PeerRefusal.REVOCATION_UNKNOWN;
            case ALGORITHM_CONSTRAINED -> PeerRefusal.SIGNATURE_WEAK;
            case INVALID_SIGNATURE -> PeerRefusal.SIGNATURE_WRONG;
            case UNSPECIFIED -> null;
        };
    }
}

package dev.portcullis.gateway.tls;

import java.security.cert.CertificateException;

/** A peer's certificate was refused, for a reason with a stable code. */
final class PeerRefused extends CertificateException {
    private static final long serialVersionUID = 1L;

    private final PeerRefusal why;

    PeerRefused(PeerRefusal why, String message) {
        super(why.code() + ": " + message);
        this.why = why;
    }

    PeerRefusal why() {
        return why;
    }

    /** Why a handshake failed. */
    static PeerRefusal why(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PeerRefused refused) {
                return refused.why;
            }
            if (cause instanceof Renegotiation) {
                return PeerRefusal.RENEGOTIATION;
            }
        }
        String message = String.valueOf(failure.getMessage());
        return message.contains("Empty client certificate chain") || message.contains("null cert chain")
                ? PeerRefusal.NO_CERTIFICATE
                : PeerRefusal.HANDSHAKE;
    }
}

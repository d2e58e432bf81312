package dev.portcullis.gateway.tls;

import java.security.cert.CertificateException;

/** A peer's certificate was refused, for a reason with a stable code. */
final class PeerRefused extends CertificateException {
    private static final long serialVersionUID = 1L;

    private final String code;

    PeerRefused(String code, String message) {
        super(code + ": " + message);
        this.code = code;
    }

    String code() {
        return code;
    }
}

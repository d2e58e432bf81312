package dev.portcullis.gateway.tls;

/** Why a handshake was refused. */
public enum PeerRefusal {
    /** The certificate has ended. */
    EXPIRED("tls.peer_expired"),
    /** The certificate has not begun. */
    NOT_YET_VALID("tls.peer_not_yet_valid"),
    /** The server's certificate is for other names than the one that was asked for (RFC 9525). */
    WRONG_NAME("tls.peer_wrong_name"),
    /** The certificate has a common name at most, which is no identity (RFC 9525, section 2). */
    NO_ALTERNATIVE_NAME("tls.peer_no_alternative_name"),
    /** No authority that is believed has issued it. */
    UNKNOWN_AUTHORITY("tls.peer_unknown_authority"),
    /** It has issued itself. */
    SELF_SIGNED("tls.peer_self_signed"),
    /** It is on a revocation list, or its responder says so. */
    REVOKED("tls.peer_revoked"),
    /** Whether it is revoked could not be found out, and that counts as a refusal. */
    REVOCATION_UNKNOWN("tls.peer_revocation_unknown"),
    /** The key is too short. */
    KEY_WEAK("tls.peer_key_weak"),
    /** It is signed with MD5 or SHA-1, or with what this JDK disables. */
    SIGNATURE_WEAK("tls.peer_signature_weak"),
    /** The signature is not that of the issuer. */
    SIGNATURE_WRONG("tls.peer_signature_wrong"),
    /** It is for another use, such as one of a server that a client shows. */
    WRONG_USAGE("tls.peer_wrong_usage"),
    /** It has not exactly one SPIFFE id where one is required (X509-SVID, section 5). */
    SPIFFE_ID_MISSING("tls.peer_spiffe_id"),
    /** Its SPIFFE id is of another trust domain. */
    SPIFFE_DOMAIN("tls.peer_spiffe_domain"),
    /** The handshake names no host, and names decide whose certificates are believed. */
    NO_SERVER_NAME("tls.peer_no_server_name"),
    /** None was shown where one is required. */
    NO_CERTIFICATE("tls.peer_no_certificate"),
    /** The certificate was refused for another reason. */
    OTHER_CERTIFICATE("tls.peer_refused"),
    /** The peer wanted to negotiate an open connection anew. */
    RENEGOTIATION("tls.renegotiation"),
    /** The handshake failed before or beside the certificates: no protocol or suite in common, an alert, broken bytes. */
    HANDSHAKE("tls.handshake_failed");

    private final String code;

    PeerRefusal(String code) {
        this.code = code;
    }

    /** The stable code, for logs, metrics and events. */
    public String code() {
        return code;
    }
}

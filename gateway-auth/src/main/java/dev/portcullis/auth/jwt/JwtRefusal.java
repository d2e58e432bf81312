package dev.portcullis.auth.jwt;

/** Why a token was refused. Each has a stable code for logs and audit; a client is told nothing but that it is not valid. */
public enum JwtRefusal {
    /** Longer than allowed. */
    TOO_LARGE("jwt.too_large"),
    /** Not three parts of base64url without padding, or not JSON objects inside. */
    MALFORMED("jwt.malformed"),
    /** A header parameter or a claim is given twice. */
    DUPLICATE_MEMBER("jwt.duplicate_member"),
    /** An encrypted token (JWE). */
    ENCRYPTED("jwt.encrypted"),
    /** No signature algorithm, or one that the issuer's settings do not allow, {@code none} among them. */
    ALG_NOT_ALLOWED("jwt.alg_not_allowed"),
    /** Critical extensions (RFC 7515, section 4.1.11), of which none is understood. */
    CRIT("jwt.crit"),
    /** An unencoded payload (RFC 7797). */
    B64("jwt.b64"),
    /** The token brings or points to its own key. */
    KEY_IN_HEADER("jwt.key_in_header"),
    /** A key id that is no text of reasonable length. */
    KID("jwt.kid_malformed"),
    /** Declared to be something other than an access token. */
    TYP("jwt.typ_not_allowed"),
    /** An ID token, which tells a client who logged in and gives access to nothing. */
    ID_TOKEN("jwt.id_token"),
    /** The issuer is missing or not a configured one. */
    ISSUER("jwt.issuer_unknown"),
    /** The issuer has no key of this id for this algorithm. */
    KEY_UNKNOWN("jwt.key_unknown"),
    /** The signature is not that of the key. */
    SIGNATURE("jwt.signature"),
    /** Not for this audience. */
    AUDIENCE("jwt.audience"),
    /** No expiry. */
    MISSING_EXP("jwt.missing_exp"),
    /** Expired. */
    EXPIRED("jwt.expired"),
    /** Not valid yet. */
    NOT_YET_VALID("jwt.not_yet_valid"),
    /** Issued in the future. */
    ISSUED_IN_FUTURE("jwt.issued_in_future"),
    /** Older than allowed. */
    TOO_OLD("jwt.too_old"),
    /** A required claim is missing. */
    MISSING_CLAIM("jwt.missing_claim"),
    /** A claim is of the wrong type, or a time out of range. */
    CLAIM_TYPE("jwt.claim_type"),
    /** Bound to a key or certificate that this connection did not show. */
    BINDING("jwt.binding");

    private final String code;

    JwtRefusal(String code) {
        this.code = code;
    }

    /** The stable code. */
    public String code() {
        return code;
    }
}

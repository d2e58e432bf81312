package dev.portcullis.gateway.tls;

/**
 * Keys, certificates or revocation lists that cannot be used. The message names the file, what is wrong with it and what to
 * do, and never the material.
 */
public final class TlsMaterialException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    TlsMaterialException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** A stable code for logs and events, such as {@code tls.key_mismatch}. */
    public String code() {
        return code;
    }
}

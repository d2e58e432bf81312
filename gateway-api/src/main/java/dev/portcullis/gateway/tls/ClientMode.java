package dev.portcullis.gateway.tls;

/** Whether a server asks its clients for a certificate. */
public enum ClientMode {
    /** It does not. */
    OFF,
    /** It asks; a client may have none, but a bad one fails the handshake. */
    OPTIONAL,
    /** It asks, and a client without a good one fails the handshake. */
    REQUIRED
}

package dev.portcullis.gateway.tls;

import javax.net.ssl.SSLException;

/** A second handshake was begun on an open connection. */
final class Renegotiation extends SSLException {
    private static final long serialVersionUID = 1L;

    Renegotiation() {
        super(PeerRefusal.RENEGOTIATION.code() + ": a connection is negotiated once");
    }
}

package dev.portcullis.gateway.hygiene;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.TlsFacts;
import dev.portcullis.gateway.Verdict;
import java.util.Locale;

/**
 * Refuses a request for another host than the TLS connection was made for, as {@code tls.misdirected} (421, RFC 9110, section
 * 15.5.20): the certificate, and with mutual TLS the trust in the client's, were chosen for the name in the handshake (SNI).
 * A browser that had reused the connection comes back over one of its own. A connection without a name in the handshake, or
 * whose server cannot tell it, passes. For {@link dev.portcullis.gateway.Stage#HYGIENE}.
 */
public final class ServerNameGuard implements Filter {
    private static final Decision REFUSED = Decision.reject(
            Reason.MISDIRECTED, "tls.misdirected", "the host is not the name that the TLS handshake asked for");

    private ServerNameGuard() {}

    /** The filter. */
    public static ServerNameGuard strict() {
        return new ServerNameGuard();
    }

    @Override
    public Verdict onRequest(Exchange exchange) {
        TlsFacts tls = exchange.peer().tls();
        if (tls == null || tls.serverName() == null) {
            return Decision.CONTINUE;
        }
        String name = tls.serverName();
        String host = exchange.request().host();
        return name.equals(host) || name.toLowerCase(Locale.ROOT).equals(host) ? Decision.CONTINUE : REFUSED;
    }

    @Override
    public String name() {
        return "server-name";
    }
}

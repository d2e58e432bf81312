package dev.portcullis.gateway.hygiene;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Verdict;

/**
 * Refuses what did not come over TLS, as {@code tls.required} (403): neither to the gateway itself nor, by the word of a
 * trusted proxy, to that proxy. A trusted proxy that says {@code http} is believed even over TLS, for then the client's own
 * connection was plain. A redirect is not offered: the credentials have already been sent in the clear, and a client that
 * learns of it only by a redirect goes on doing so. For {@link dev.portcullis.gateway.Stage#HYGIENE}.
 */
public final class SecureTransport implements Filter {
    private static final Decision REFUSED =
            Decision.reject(Reason.FORBIDDEN, "tls.required", "the request came over a plain connection");

    private SecureTransport() {}

    /** The filter. */
    public static SecureTransport required() {
        return new SecureTransport();
    }

    @Override
    public Verdict onRequest(Exchange exchange) {
        return exchange.request().scheme().equals("https") ? Decision.CONTINUE : REFUSED;
    }

    @Override
    public String name() {
        return "tls";
    }
}

package dev.portcullis.gateway.hygiene;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.ClientCertificate;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.TrustedProxies;
import dev.portcullis.gateway.Verdict;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Reads the certificate that a client showed to the TLS terminator in front, as {@link ClientCertificate}: from trusted
 * proxies alone, and never from a field that anybody else sent. A field of a trusted proxy that cannot be read refuses the
 * request, as {@code tls.client_certificate} (400): a proxy that is set up wrongly must not make callers anonymous. The proxy
 * has verified the certificate; only it saw the handshake. For {@link dev.portcullis.gateway.Stage#HYGIENE}. Immutable and
 * thread-safe.
 */
public final class ForwardedCertificate implements Filter {
    private final TrustedProxies proxies;
    private final Reading reading;

    private interface Reading {
        List<X509Certificate> read(Headers headers) throws UnreadableCertificateException;
    }

    private ForwardedCertificate(TrustedProxies proxies, Reading reading) {
        this.proxies = requireNonNull(proxies, "proxies");
        this.reading = reading;
    }

    /** From the fields Client-Cert and Client-Cert-Chain (RFC 9440). */
    public static ForwardedCertificate clientCert(TrustedProxies proxies) {
        return new ForwardedCertificate(proxies, ClientCertFields::read);
    }

    /**
     * From the field X-Forwarded-Client-Cert, as Envoy writes it. The proxy has to put the certificate itself in it
     * ({@code cert} or {@code chain}), and to drop what came before ({@code SANITIZE_SET}): of several elements nobody can
     * tell which one a client wrote.
     */
    public static ForwardedCertificate forwardedClientCert(TrustedProxies proxies) {
        return new ForwardedCertificate(proxies, ForwardedClientCert::read);
    }

    @Override
    public Verdict onRequest(Exchange exchange) {
        if (!proxies.trusts(exchange.peer().address())) {
            return Decision.CONTINUE;
        }
        try {
            exchange.put(
                    ClientCertificate.KEY,
                    new ClientCertificate(reading.read(exchange.request().headers())));
            return Decision.CONTINUE;
        } catch (UnreadableCertificateException e) {
            return Decision.reject(Reason.MALFORMED, "tls.client_certificate", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String name() {
        return "forwarded-certificate";
    }
}

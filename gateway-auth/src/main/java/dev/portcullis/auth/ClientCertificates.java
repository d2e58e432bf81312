package dev.portcullis.auth;

import dev.portcullis.gateway.ClientCertificate;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.TlsFacts;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the certificate that the client itself showed. */
final class ClientCertificates {
    private ClientCertificates() {}

    /**
     * The client's certificate, or {@code null} where it showed none. Where trusted proxies forwarded the request, the
     * certificate of the connection is a proxy's and says nothing about the client; what such a proxy says of the client's
     * own counts, where that is configured.
     */
    static @Nullable X509Certificate of(Exchange exchange) {
        Optional<ClientCertificate> handedOn = exchange.get(ClientCertificate.KEY);
        if (handedOn.isPresent()) {
            return handedOn.get().leaf().orElse(null);
        }
        TlsFacts tls = exchange.peer().tls();
        if (tls == null
                || tls.peerCertificates().isEmpty()
                || exchange.request().clientAddress().forwarded()) {
            return null;
        }
        return tls.peerCertificates().get(0);
    }
}

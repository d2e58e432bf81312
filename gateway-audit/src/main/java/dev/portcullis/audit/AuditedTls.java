package dev.portcullis.audit;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What is told of a TLS connection.
 *
 * @param protocol such as {@code TLSv1.3}
 * @param cipher the JSSE name of the suite
 * @param serverName the host that the client asked for, or {@code null}
 * @param clientCertificate SHA-256 of the client's certificate in hexadecimal digits, or {@code null} without one
 */
public record AuditedTls(
        String protocol,
        String cipher,
        @Nullable String serverName,
        @Nullable String clientCertificate) {
    /** Checks what is always there. */
    public AuditedTls {
        requireNonNull(protocol, "protocol");
        requireNonNull(cipher, "cipher");
    }
}

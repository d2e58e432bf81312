package dev.portcullis.auth;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Principal;
import dev.portcullis.gateway.tls.SpiffeId;
import dev.portcullis.gateway.tls.SubjectNames;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The certificate that a client showed in the TLS handshake, which has verified it. A certificate with a URI of the scheme
 * {@code spiffe} is a workload's (X509-SVID, section 2) and good only in the named trust domain; of any other the first URI,
 * else the first DNS name, is the subject. The common name never is (RFC 9525, section 2).
 *
 * <p>A connection outlives what was verified at its start, so the certificate's time is judged on every request.
 */
public final class SubjectCertificates implements CredentialScheme {
    /** What {@link Principal#issuer} says of a caller with a certificate. */
    public static final String ISSUER = "client-certificate";

    private static final String SPIFFE = "spiffe://";

    private final @Nullable String trustDomain;
    private final InstantSource clock;

    /**
     * Certificates of clients.
     *
     * @param trustDomain of SPIFFE ids that are accepted; {@code null} for none
     */
    public SubjectCertificates(@Nullable String trustDomain, InstantSource clock) {
        if (trustDomain != null
                && SpiffeId.parse(SPIFFE + trustDomain)
                        .filter(id -> id.path().isEmpty())
                        .isEmpty()) {
            throw new IllegalArgumentException(
                    "trustDomain: lower case letters, digits, dots, hyphens and underscores expected");
        }
        this.trustDomain = trustDomain;
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public String name() {
        return ISSUER;
    }

    @Override
    public String challenge(String realm) {
        return "ClientCertificate realm=\"" + realm + '"';
    }

    @Override
    public @Nullable Finding examine(Exchange exchange) {
        X509Certificate certificate = ClientCertificates.of(exchange);
        if (certificate == null) {
            return null;
        }
        Instant now = clock.instant();
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            return refused("certificate.expired", certificate);
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            return refused("certificate.not_yet_valid", certificate);
        }
        SubjectNames names = SubjectNames.of(certificate);
        String subject;
        if (names.uris().stream().anyMatch(uri -> uri.regionMatches(true, 0, SPIFFE, 0, SPIFFE.length()))) {
            Optional<SpiffeId> id =
                    SpiffeId.of(certificate).filter(spiffe -> !spiffe.path().isEmpty());
            if (id.isEmpty()) {
                return refused("certificate.spiffe_malformed", certificate);
            }
            if (!id.get().trustDomain().equals(trustDomain)) {
                return refused("certificate.trust_domain", certificate);
            }
            subject = id.get().toString();
        } else if (!names.uris().isEmpty()) {
            subject = names.uris().get(0);
        } else if (!names.dns().isEmpty()) {
            subject = names.dns().get(0);
        } else {
            return refused("certificate.no_name", certificate);
        }
        return new Finding.Caller(principal(subject, names, certificate));
    }

    private static Finding refused(String code, X509Certificate certificate) {
        return new Finding.Refused(code, null, serial(certificate));
    }

    private static String serial(X509Certificate certificate) {
        return certificate.getSerialNumber().toString(16);
    }

    private static Principal principal(String subject, SubjectNames names, X509Certificate certificate) {
        Map<String, Object> claims = new HashMap<>();
        claims.put("sub", subject);
        put(claims, "san_uri", names.uris());
        put(claims, "san_dns", names.dns());
        return new Principal(
                subject,
                Principal.Kind.SERVICE_ACCOUNT,
                ISSUER,
                serial(certificate),
                null,
                Set.of(),
                Set.of(),
                Set.of(),
                claims);
    }

    private static void put(Map<String, Object> claims, String name, List<String> values) {
        if (!values.isEmpty()) {
            claims.put(name, values);
        }
    }
}

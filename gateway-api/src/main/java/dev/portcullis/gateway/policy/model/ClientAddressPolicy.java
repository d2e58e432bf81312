package dev.portcullis.gateway.policy.model;

import dev.portcullis.gateway.Cidr;
import dev.portcullis.gateway.CidrSet;
import dev.portcullis.gateway.TrustedProxies;
import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whose word is taken for who asks. Without it the client is the transport peer.
 *
 * @param trustedProxies the proxies, and in which field they say for whom they ask
 * @param clientCertificateHeader in which field they hand on the certificate that a client showed them, or {@code null} for
 *     none; read by whoever authenticates by certificate, from these proxies only
 */
public record ClientAddressPolicy(
        TrustedProxies trustedProxies, @Nullable CertificateHeader clientCertificateHeader) {
    /** The fields in which proxies hand on a client's certificate. */
    public enum CertificateHeader {
        /** Client-Cert (RFC 9440). */
        CLIENT_CERT("Client-Cert"),
        /** X-Forwarded-Client-Cert, as Envoy writes it. */
        X_FORWARDED_CLIENT_CERT("X-Forwarded-Client-Cert");

        private final String field;

        CertificateHeader(String field) {
            this.field = field;
        }

        /** The name of the field. */
        public String field() {
            return field;
        }
    }

    static Shape<ClientAddressPolicy> shape() {
        Map<String, TrustedProxies.Field> fields = new LinkedHashMap<>();
        fields.put("Forwarded", TrustedProxies.Field.FORWARDED);
        fields.put("X-Forwarded-For", TrustedProxies.Field.X_FORWARDED_FOR);
        Map<String, CertificateHeader> certificates = new LinkedHashMap<>();
        for (CertificateHeader header : CertificateHeader.values()) {
            certificates.put(header.field(), header);
        }
        return Shapes.object("clientAddress", members -> {
            Member<List<Cidr>> proxies = members.required(
                    "trustedProxies", Shapes.list(Shapes.network()).notEmpty().distinct());
            Member<TrustedProxies.Field> field = members.optional("header", Shapes.words(fields));
            Member<Integer> maxHops =
                    members.withDefault("maxHops", Shapes.integer(1, 100), TrustedProxies.DEFAULT_MAX_HOPS);
            Member<CertificateHeader> certificate =
                    members.optional("clientCertificateHeader", Shapes.words(certificates));
            members.atLeastOne(field, certificate);
            return values -> new ClientAddressPolicy(
                    new TrustedProxies(
                            CidrSet.of(values.get(proxies)),
                            values.or(field, TrustedProxies.Field.NONE),
                            values.get(maxHops)),
                    values.orNull(certificate));
        });
    }
}

package dev.portcullis.gateway.tls.policy;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.PolicyFile;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import dev.portcullis.gateway.tls.ClientMode;
import dev.portcullis.gateway.tls.Revocation;
import dev.portcullis.gateway.tls.TlsMaterialException;
import dev.portcullis.gateway.tls.TrustBundle;
import org.jspecify.annotations.Nullable;

/**
 * How clients are authenticated by certificate.
 *
 * @param mode whether they are asked for one
 * @param trust the authorities that are believed, in PEM; {@code null} only where clients are not asked
 * @param trustDomain the SPIFFE trust domain that clients have to be of; or {@code null}
 * @param revocation how certificates are checked for revocation; {@code null} for not at all
 */
public record ClientsPolicy(
        ClientMode mode,
        @Nullable PolicyFile trust,
        @Nullable String trustDomain,
        @Nullable RevocationPolicy revocation) {
    /**
     * How certificates are checked for revocation.
     *
     * @param crl the revocation lists, in PEM or DER; or {@code null}
     * @param ocsp whether the responder that a certificate names is asked
     * @param unknown what counts where the status cannot be found out
     */
    public record RevocationPolicy(@Nullable PolicyFile crl, boolean ocsp, Revocation.Unknown unknown) {
        /** Checks that there is something to ask. */
        public RevocationPolicy {
            requireNonNull(unknown, "unknown");
            if (crl == null && !ocsp) {
                throw new IllegalArgumentException("revocation needs a crl or ocsp: true");
            }
        }

        Revocation revocation() throws TlsMaterialException {
            if (crl == null) {
                return Revocation.byOcsp(unknown);
            }
            Revocation lists = Revocation.byCrl(TlsFiles.of(crl), unknown);
            return ocsp ? lists.withOcsp() : lists;
        }
    }

    /** Checks that there is trust where clients are asked, and only there. */
    public ClientsPolicy {
        requireNonNull(mode, "mode");
        if (mode == ClientMode.OFF && (trust != null || trustDomain != null || revocation != null)) {
            throw new IllegalArgumentException(
                    "nothing uses trust, trustDomain and revocation where mode is off; set mode to optional or required");
        }
        if (mode != ClientMode.OFF && trust == null) {
            throw new IllegalArgumentException("clients that are asked for a certificate need trust: the authorities");
        }
    }

    @Nullable
    TrustBundle bundle() throws TlsMaterialException {
        if (trust == null) {
            return null;
        }
        TrustBundle bundle = TrustBundle.fromPem(TlsFiles.of(trust));
        return trustDomain == null ? bundle : bundle.forTrustDomain(trustDomain);
    }

    static Shape<ClientsPolicy> shape() {
        Shape<RevocationPolicy> revocation = Shapes.object("tlsRevocation", members -> {
            Member<PolicyFile> crl = members.optional("crl", Shapes.file());
            Member<Boolean> ocsp = members.withDefault("ocsp", Shapes.flag(), false);
            Member<Revocation.Unknown> unknown = members.required("unknown", Shapes.words(Revocation.Unknown.values()));
            members.atLeastOne(crl, ocsp);
            return values -> new RevocationPolicy(values.orNull(crl), values.get(ocsp), values.get(unknown));
        });
        return Shapes.object("tlsClients", members -> {
            Member<ClientMode> mode = members.withDefault("mode", Shapes.words(ClientMode.values()), "off");
            Member<PolicyFile> trust = members.optional("trust", Shapes.file());
            Member<String> trustDomain = members.optional(
                    "trustDomain", Shapes.text("a SPIFFE trust domain such as example.org", "[a-z0-9._-]+", 255));
            Member<RevocationPolicy> checked = members.optional("revocation", revocation);
            return values -> new ClientsPolicy(
                    values.get(mode), values.orNull(trust), values.orNull(trustDomain), values.orNull(checked));
        });
    }
}

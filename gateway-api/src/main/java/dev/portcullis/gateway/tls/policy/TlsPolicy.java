package dev.portcullis.gateway.tls.policy;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.policy.model.Section;
import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import dev.portcullis.gateway.tls.TlsPreset;
import java.util.List;
import java.util.Optional;

/**
 * The {@code tls} section.
 *
 * @param require whether requests that came over a plain connection are refused
 * @param preset protocols and suites; empty for {@link TlsPreset#INTERMEDIATE}
 * @param certificates chosen by the name that a client asks for, the first where none fits; empty where somebody else
 *     terminates TLS
 * @param clients whether and how clients are authenticated; empty for not at all
 */
public record TlsPolicy(
        boolean require,
        Optional<TlsPreset> preset,
        List<CertificateSource> certificates,
        Optional<ClientsPolicy> clients) {
    /** The section of a policy. */
    public static final Section<TlsPolicy> SECTION = Section.of("tls", shape());

    /** Copies the list. */
    public TlsPolicy {
        requireNonNull(preset, "preset");
        certificates = List.copyOf(certificates);
        requireNonNull(clients, "clients");
    }

    private static Shape<TlsPolicy> shape() {
        return Shapes.object("tls", members -> {
            Member<Boolean> require = members.withDefault(
                    "require",
                    Shapes.flag().describedAs("refuses plain requests, but from trusted proxies that say https"),
                    true);
            Member<TlsPreset> preset = members.optional("preset", Shapes.words(TlsPreset.values()));
            Member<List<CertificateSource>> certificates = members.optional(
                    "certificates",
                    Shapes.list(CertificateSource.shape(), CertificateSource.MOST)
                            .notEmpty());
            Member<ClientsPolicy> clients = members.optional("clients", ClientsPolicy.shape());
            return values -> new TlsPolicy(
                    values.get(require),
                    Optional.ofNullable(values.orNull(preset)),
                    values.or(certificates, List.of()),
                    Optional.ofNullable(values.orNull(clients)));
        });
    }
}

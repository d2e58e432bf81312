package dev.portcullis.gateway.tls;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server presents and whom it believes.
 *
 * @param preset protocols and suites
 * @param identities chosen by the name that the client asks for; the first is the default
 * @param clients whether clients are asked for a certificate
 * @param trust whose client certificates are believed; {@code null} only where clients are not asked
 * @param revocation how client certificates are checked for revocation, or {@code null} for not at all
 * @param named whose certificates are believed under certain names instead; empty for the same under all names
 */
public record ServerTlsSettings(
        TlsPreset preset,
        List<TlsIdentity> identities,
        ClientMode clients,
        @Nullable TrustBundle trust,
        @Nullable Revocation revocation,
        List<NamedTrust> named) {
    /** Checks that there is an identity, and trust where it is needed. */
    public ServerTlsSettings {
        requireNonNull(preset, "preset");
        requireNonNull(clients, "clients");
        identities = List.copyOf(identities);
        if (identities.isEmpty()) {
            throw new IllegalArgumentException("identities: a server needs at least one certificate");
        }
        if (clients != ClientMode.OFF && trust == null) {
            throw new IllegalArgumentException("trust: client certificates need authorities to believe");
        }
        named = List.copyOf(named);
        if (clients == ClientMode.OFF && (trust != null || revocation != null || !named.isEmpty())) {
            throw new IllegalArgumentException("clients: trust and revocation have no effect where no client is asked");
        }
        Set<String> names = new HashSet<>();
        for (NamedTrust one : named) {
            if (!names.add(one.name())) {
                throw new IllegalArgumentException("named: there are two trusts for " + one.name());
            }
        }
    }

    /** The same trust under all names. */
    public ServerTlsSettings(
            TlsPreset preset,
            List<TlsIdentity> identities,
            ClientMode clients,
            @Nullable TrustBundle trust,
            @Nullable Revocation revocation) {
        this(preset, identities, clients, trust, revocation, List.of());
    }

    /** A server that asks no client for a certificate. */
    public static ServerTlsSettings of(TlsPreset preset, TlsIdentity... identities) {
        return new ServerTlsSettings(preset, List.of(identities), ClientMode.OFF, null, null);
    }

    /** These settings with mutual TLS. */
    public ServerTlsSettings withClients(ClientMode mode, TrustBundle authorities, @Nullable Revocation checked) {
        return new ServerTlsSettings(preset, identities, mode, authorities, checked, named);
    }

    /**
     * These settings with other clients believed on connections for one name. A request for another host than its
     * connection was made for has to be refused then, as {@link dev.portcullis.gateway.hygiene.ServerNameGuard} does.
     *
     * @param name a host name, or a wildcard for exactly its leftmost label
     * @param checked how their certificates are checked for revocation, or {@code null} for not at all
     */
    public ServerTlsSettings withTrustFor(String name, TrustBundle authorities, @Nullable Revocation checked) {
        List<NamedTrust> all = new ArrayList<>(named);
        all.add(new NamedTrust(name, authorities, checked));
        return new ServerTlsSettings(preset, identities, clients, trust, revocation, all);
    }
}

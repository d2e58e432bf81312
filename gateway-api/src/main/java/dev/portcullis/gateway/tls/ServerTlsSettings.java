package dev.portcullis.gateway.tls;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server presents and whom it believes.
 *
 * @param preset protocols and suites
 * @param identities chosen by the name that the client asks for; the first is the default
 * @param clients whether clients are asked for a certificate
 * @param trust whose client certificates are believed; {@code null} only where clients are not asked
 * @param revocation how client certificates are checked for revocation, or {@code null} for not at all
 */
public record ServerTlsSettings(
        TlsPreset preset,
        List<TlsIdentity> identities,
        ClientMode clients,
        @Nullable TrustBundle trust,
        @Nullable Revocation revocation) {
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
        if (clients == ClientMode.OFF && (trust != null || revocation != null)) {
            throw new IllegalArgumentException("clients: trust and revocation have no effect where no client is asked");
        }
    }

    /** A server that asks no client for a certificate. */
    public static ServerTlsSettings of(TlsPreset preset, TlsIdentity... identities) {
        return new ServerTlsSettings(preset, List.of(identities), ClientMode.OFF, null, null);
    }

    /** These settings with mutual TLS. */
    public ServerTlsSettings withClients(ClientMode mode, TrustBundle authorities, @Nullable Revocation checked) {
        return new ServerTlsSettings(preset, identities, mode, authorities, checked);
    }
}

package dev.portcullis.gateway.tls;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What a client presents and whom it believes. The server's name is always checked.
 *
 * @param preset protocols and suites
 * @param trust whose server certificates are believed, or {@code null} for the authorities that the JDK ships
 * @param identity what the server is shown if it asks, or {@code null} for nothing
 * @param revocation how server certificates are checked for revocation, or {@code null} for not at all
 */
public record ClientTlsSettings(
        TlsPreset preset,
        @Nullable TrustBundle trust,
        @Nullable TlsIdentity identity,
        @Nullable Revocation revocation) {
    /** Checks that revocation has authorities to ask. */
    public ClientTlsSettings {
        requireNonNull(preset, "preset");
        if (revocation != null && trust == null) {
            throw new IllegalArgumentException("revocation: name the authorities that are believed as well");
        }
    }
}

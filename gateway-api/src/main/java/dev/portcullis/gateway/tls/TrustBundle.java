package dev.portcullis.gateway.tls;

import java.nio.file.Path;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The authorities whose certificates are believed. Immutable. */
public final class TrustBundle {
    private final List<X509Certificate> authorities;

    private TrustBundle(List<X509Certificate> authorities) {
        this.authorities = authorities;
    }

    /** The authorities in a PEM file. */
    public static TrustBundle fromPem(Path file) throws TlsMaterialException {
        return new TrustBundle(List.copyOf(Certificates.read(file)));
    }

    /**
     * These authorities.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static TrustBundle of(Collection<X509Certificate> authorities) {
        if (authorities.isEmpty()) {
            throw new IllegalArgumentException("authorities: at least one is needed; nobody would be trusted");
        }
        return new TrustBundle(List.copyOf(authorities));
    }

    /** The authorities. */
    public List<X509Certificate> authorities() {
        return authorities;
    }

    Set<TrustAnchor> anchors() {
        return authorities.stream().map(a -> new TrustAnchor(a, null)).collect(Collectors.toSet());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrustBundle bundle && authorities.equals(bundle.authorities);
    }

    @Override
    public int hashCode() {
        return authorities.hashCode();
    }

    @Override
    public String toString() {
        return "TrustBundle[" + authorities.size() + " authorities]";
    }
}

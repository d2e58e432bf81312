package dev.portcullis.gateway.tls;

import java.nio.file.Path;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The authorities whose certificates are believed, and of which peers. Immutable. */
public final class TrustBundle {
    private final List<X509Certificate> authorities;
    private final @Nullable String trustDomain;

    private TrustBundle(List<X509Certificate> authorities, @Nullable String trustDomain) {
        this.authorities = authorities;
        this.trustDomain = trustDomain;
    }

    /** The authorities in a PEM file. */
    public static TrustBundle fromPem(Path file) throws TlsMaterialException {
        return fromPem(TlsFile.read(file));
    }

    /** The authorities in a PEM file. */
    public static TrustBundle fromPem(TlsFile file) throws TlsMaterialException {
        return new TrustBundle(List.copyOf(Certificates.read(file)), null);
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
        return new TrustBundle(List.copyOf(authorities), null);
    }

    /**
     * The same authorities, of workloads of one SPIFFE trust domain alone: a peer is believed only with exactly one URI name,
     * which is an id of that domain (X509-SVID, section 5). For a client, that id takes the place of the server's DNS name.
     *
     * @throws IllegalArgumentException if that is no trust domain
     */
    public TrustBundle forTrustDomain(String domain) {
        if (SpiffeId.parse("spiffe://" + domain)
                .filter(id -> id.path().isEmpty())
                .isEmpty()) {
            throw new IllegalArgumentException("domain: no SPIFFE trust domain: \"" + domain + "\"");
        }
        return new TrustBundle(authorities, domain);
    }

    /** The SPIFFE trust domain that peers have to be of; empty where they need none. */
    public Optional<String> trustDomain() {
        return Optional.ofNullable(trustDomain);
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
        return other instanceof TrustBundle bundle
                && authorities.equals(bundle.authorities)
                && Objects.equals(trustDomain, bundle.trustDomain);
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

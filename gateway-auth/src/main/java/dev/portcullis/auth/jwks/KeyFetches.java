package dev.portcullis.auth.jwks;

import dev.portcullis.auth.json.MalformedJsonException;
import dev.portcullis.auth.json.StrictJson;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The ways to ask an issuer for its keys over HTTP. */
public final class KeyFetches {
    /** How long an issuer has for the head of an answer, where nothing else is said; for all of it, twice that. */
    public static final Duration TIMEOUT = Duration.ofSeconds(5);

    private KeyFetches() {}

    /**
     * From the issuer's key set.
     *
     * @param jwksUri https, or http to loopback
     * @param timeout for the head of the answer; all of it may take twice as long
     * @throws IllegalArgumentException for any other
     */
    public static KeyFetch from(URI jwksUri, Duration timeout) {
        if (!HttpDocuments.allowed(jwksUri)) {
            throw new IllegalArgumentException("a key set is fetched by https, or by http from loopback");
        }
        HttpDocuments documents = new HttpDocuments(timeout);
        return () -> documents.get(jwksUri).thenApply(JwkSet::published);
    }

    /**
     * From the API server of a Kubernetes cluster, which holds the keys of service-account tokens.
     *
     * @param server such as {@code https://kubernetes.default.svc}
     * @param authority the file of the certificates that the server is trusted by, read for each fetch
     * @param token the file of the service-account token that says who asks, read for each fetch
     * @param timeout for the head of the answer; all of it may take twice as long
     * @throws IllegalArgumentException for a server that is asked neither by https nor on loopback
     */
    public static KeyFetch kubernetes(URI server, Path authority, Path token, Duration timeout) {
        return new KubernetesKeys(server, authority, token, timeout);
    }

    /** Where an issuer's metadata is found. */
    public enum Metadata {
        /** {@code ISSUER/.well-known/openid-configuration} (OpenID Connect Discovery 1.0, section 4). */
        OPENID,
        /** {@code /.well-known/oauth-authorization-server} before the issuer's path (RFC 8414, section 3). */
        OAUTH;

        URI of(String issuer) {
            String base = HttpDocuments.withoutSlash(issuer);
            if (this == OPENID) {
                return URI.create(base + "/.well-known/openid-configuration");
            }
            URI uri = URI.create(base);
            return URI.create(origin(uri) + "/.well-known/oauth-authorization-server" + uri.getRawPath());
        }
    }

    /**
     * From where the issuer's metadata says. The metadata must name exactly this issuer, and a key set of the issuer's own
     * origin or one that is listed.
     *
     * @param issuer its identifier, https or http to loopback
     * @param metadata where the metadata is
     * @param otherOrigins origins, such as {@code https://keys.example}, that may serve the key set besides the issuer's
     * @param timeout for the head of each of the two answers; all of one may take twice as long
     * @throws IllegalArgumentException for any other issuer
     */
    public static KeyFetch discover(String issuer, Metadata metadata, Set<String> otherOrigins, Duration timeout) {
        requireDiscoverable(issuer);
        URI from = metadata.of(issuer);
        Set<String> trusted = Set.copyOf(otherOrigins);
        for (String origin : trusted) {
            if (!HttpDocuments.allowed(URI.create(origin))) {
                throw new IllegalArgumentException(
                        "a key set is fetched by https, or by http from loopback, so never from " + origin);
            }
        }
        HttpDocuments documents = new HttpDocuments(timeout);
        return () -> documents
                .get(from)
                .thenApply(json -> jwksUri(json, issuer, trusted))
                .thenCompose(documents::get)
                .thenApply(JwkSet::published);
    }

    private static void requireDiscoverable(String issuer) {
        URI uri;
        try {
            uri = new URI(issuer);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "the issuer is no URL, so it cannot be discovered; say where its keys are with jwksUri", e);
        }
        if (!HttpDocuments.allowed(uri)) {
            throw new IllegalArgumentException("an issuer is discovered by https, or by http from loopback");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "an issuer that is discovered has no query and no fragment (RFC 8414, section 2)");
        }
    }

    private static URI jwksUri(byte[] json, String issuer, Set<String> otherOrigins) {
        Map<String, @Nullable Object> metadata;
        try {
            metadata = StrictJson.object(json);
        } catch (MalformedJsonException e) {
            throw new IllegalStateException("the metadata is no JSON object", e);
        }
        if (!issuer.equals(metadata.get("issuer"))) {
            throw new IllegalStateException("the metadata is of another issuer");
        }
        if (!(metadata.get("jwks_uri") instanceof String text)) {
            throw new IllegalStateException("the metadata names no key set");
        }
        URI uri = URI.create(text);
        String origin = origin(uri);
        if (!origin.equals(origin(URI.create(issuer))) && !otherOrigins.contains(origin)) {
            throw new IllegalStateException("the key set is of an origin that is not the issuer's: " + origin);
        }
        return uri;
    }

    private static String origin(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }
}

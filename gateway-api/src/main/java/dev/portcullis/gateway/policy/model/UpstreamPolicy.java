package dev.portcullis.gateway.policy.model;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Key;
import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.PolicyFile;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the requests of a route go, if the gateway itself forwards them.
 *
 * @param url scheme and authority, and a path that is put before each target
 * @param timeout for the connection, then for the head of the answer, then between any two pieces of its content
 * @param tls what it is trusted by and shown; {@code null} for the JDK's trust and no certificate
 */
public record UpstreamPolicy(
        URI url, Duration timeout, @Nullable Tls tls) {
    /** With the gateway's route of an exchange: where its requests go. */
    public static final Key<UpstreamPolicy> KEY = Key.of("upstream", UpstreamPolicy.class);
    /** How long an upstream may take where nothing else is said. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /**
     * TLS towards the upstream.
     *
     * @param trust PEM certificates to trust in place of the JDK's; or {@code null}
     * @param certificate what to show, in PEM; or {@code null}
     * @param key its private key, in PEM; present where the certificate is
     */
    public record Tls(
            @Nullable PolicyFile trust,
            @Nullable PolicyFile certificate,
            @Nullable PolicyFile key) {
        /** Checks that a certificate has its key. */
        public Tls {
            if ((certificate == null) != (key == null)) {
                throw new IllegalArgumentException("certificate and key stand together");
            }
        }
    }

    /** Checks the URL. */
    public UpstreamPolicy {
        requireNonNull(url, "url");
        requireNonNull(timeout, "timeout");
        if (url.getRawQuery() != null) {
            throw new IllegalArgumentException("the url of an upstream has no query");
        }
        if (tls != null && !"https".equals(url.getScheme())) {
            throw new IllegalArgumentException("tls has no effect on an upstream that is not https");
        }
    }

    /** An upstream with the default time-out and the JDK's trust. */
    public static UpstreamPolicy of(String url) {
        return new UpstreamPolicy(URI.create(url), DEFAULT_TIMEOUT, null);
    }

    static Shape<UpstreamPolicy> shape() {
        Shape<Tls> tls = Shapes.object("upstreamTls", members -> {
            Member<PolicyFile> trust = members.optional("trust", Shapes.file());
            Member<PolicyFile> certificate = members.optional("certificate", Shapes.file());
            Member<PolicyFile> key = members.optional("key", Shapes.file());
            members.atLeastOne(trust, certificate);
            members.together(certificate, key);
            members.together(key, certificate);
            return values -> new Tls(values.orNull(trust), values.orNull(certificate), values.orNull(key));
        });
        return Shapes.object("upstream", members -> {
            Member<URI> url = members.required("url", Shapes.url("http", "https"));
            Member<Duration> timeout = members.withDefault("timeout", Shapes.duration("1ms", "1h"), "30s");
            Member<Tls> secured = members.optional("tls", tls);
            return values -> new UpstreamPolicy(values.get(url), values.get(timeout), values.orNull(secured));
        });
    }
}

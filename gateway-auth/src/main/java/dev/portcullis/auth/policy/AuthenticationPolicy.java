package dev.portcullis.auth.policy;

import dev.portcullis.auth.ClaimPaths;
import dev.portcullis.auth.jwks.JwsAlgorithm;
import dev.portcullis.auth.jwt.JwtIssuer;
import dev.portcullis.auth.throttle.FailureLimits;
import dev.portcullis.gateway.policy.model.Section;
import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.PolicyFile;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code authentication}.
 *
 * @param jwt the issuers whose tokens are accepted
 * @param apiKeys the API keys that are, or {@code null} for none
 * @param clientCertificate the client certificates that are, or {@code null} for none
 * @param failures how failures are throttled, or {@code null} for not at all
 */
record AuthenticationPolicy(
        List<Jwt> jwt,
        @Nullable ApiKeySettings apiKeys,
        @Nullable ClientCertificate clientCertificate,
        @Nullable FailureLimits failures) {
    static final Section<AuthenticationPolicy> SECTION = Section.of("authentication", shape());

    /** Fields that say something else than a key. */
    private static final Set<String> TAKEN = Set.of(
            "authorization",
            "cookie",
            "host",
            "content-type",
            "content-length",
            "transfer-encoding",
            "connection",
            "forwarded",
            "x-forwarded-for",
            "client-cert",
            "x-forwarded-client-cert");

    /**
     * One issuer.
     *
     * @param name unique in the policy
     * @param issuer compared byte for byte
     * @param audience at least one must match
     * @param algorithms that are allowed
     * @param keys where they come from
     * @param clockSkew how far clocks may differ
     * @param type what kind of token
     * @param maxAge how long ago a token may have been issued, or {@code null} for any time
     * @param claims where it puts roles and the like
     */
    record Jwt(
            String name,
            String issuer,
            Set<String> audience,
            Set<JwsAlgorithm> algorithms,
            KeysPolicy keys,
            Duration clockSkew,
            JwtIssuer.Type type,
            @Nullable Duration maxAge,
            ClaimPaths claims) {}

    /**
     * API keys in a header.
     *
     * @param header its name
     * @param file the document of the keys
     */
    record ApiKeySettings(String header, PolicyFile file) {}

    /**
     * Client certificates.
     *
     * @param trustDomain of SPIFFE ids, or {@code null}
     */
    record ClientCertificate(@Nullable String trustDomain) {}

    private static Shape<AuthenticationPolicy> shape() {
        return Shapes.object("authentication", members -> {
            Member<List<Jwt>> jwt = members.optional(
                    "jwt", Shapes.list(issuerShape(), 50).notEmpty().named("name"));
            Member<ApiKeySettings> apiKeys = members.optional("apiKeys", apiKeysShape());
            Member<ClientCertificate> certificate = members.optional("clientCertificate", certificateShape());
            Member<FailureLimits> failures = members.optional("failures", failuresShape());
            members.atLeastOne(jwt, apiKeys, certificate);
            return values -> new AuthenticationPolicy(
                    values.or(jwt, List.of()),
                    values.orNull(apiKeys),
                    values.orNull(certificate),
                    values.orNull(failures));
        });
    }

    private static Shape<ApiKeySettings> apiKeysShape() {
        return Shapes.object("apiKeys", members -> {
            Member<String> header = members.withDefault(
                    "header", Shapes.text("a header name", "[A-Za-z0-9!#$%&'*+.^_`|~-]+", 128), "X-API-Key");
            Member<PolicyFile> file = members.required("file", Shapes.file());
            return values -> {
                String name = values.get(header);
                if (TAKEN.contains(name.toLowerCase(Locale.ROOT))) {
                    throw new IllegalArgumentException(
                            "the header " + name + " has a meaning of its own; choose another, such as X-API-Key");
                }
                return new ApiKeySettings(name, values.get(file));
            };
        });
    }

    private static Shape<ClientCertificate> certificateShape() {
        return Shapes.object("clientCertificate", members -> {
            Member<String> domain = members.optional(
                    "trustDomain", Shapes.text("a trust domain such as example.org", "[a-z0-9._-]+", 255));
            return values -> new ClientCertificate(values.orNull(domain));
        });
    }

    private static Shape<FailureLimits> failuresShape() {
        FailureLimits defaults = FailureLimits.DEFAULTS;
        return Shapes.object("failures", members -> {
            Member<Integer> address =
                    members.withDefault("perAddress", Shapes.integer(1, FailureLimits.MAX), defaults.perAddress());
            Member<Integer> credential = members.withDefault(
                    "perCredential", Shapes.integer(1, FailureLimits.MAX), defaults.perCredential());
            Member<Duration> within = members.withDefault("within", Shapes.duration("1s", "1d"), "15m");
            Member<Duration> lockout = members.withDefault("lockout", Shapes.duration("1s", "1d"), "30m");
            return values -> new FailureLimits(
                    values.get(address), values.get(credential), values.get(within), values.get(lockout));
        });
    }

    private static Shape<Jwt> issuerShape() {
        return Shapes.object("jwt", members -> {
            Member<String> name = members.required("name", Shapes.name());
            Member<String> issuer = members.required("issuer", Shapes.text());
            Member<List<String>> audience = members.required(
                    "audience", Shapes.list(Shapes.text(), 100).notEmpty().distinct());
            Member<List<JwsAlgorithm>> algorithms = members.withDefault(
                    "algorithms",
                    Shapes.list(Shapes.words(algorithmNames()), 20).notEmpty().distinct(),
                    List.of("RS256", "PS256", "ES256", "EdDSA"));
            Member<KeysPolicy> keys = members.required("keys", KeysPolicy.SHAPE);
            Member<Duration> skew = members.withDefault("clockSkew", Shapes.duration("0s", "5m"), "30s");
            Member<JwtIssuer.Type> type = members.withDefault("type", Shapes.words(JwtIssuer.Type.values()), "any");
            Member<Duration> maxAge = members.optional("maxAge", Shapes.duration("1s", "365d"));
            Member<ClaimPaths> claims = members.optional("claims", claimsShape());
            return values -> new Jwt(
                    values.get(name),
                    values.get(issuer),
                    Set.copyOf(values.get(audience)),
                    Set.copyOf(values.get(algorithms)),
                    values.get(keys),
                    values.get(skew),
                    values.get(type),
                    values.orNull(maxAge),
                    values.get(keys).claims(values.orNull(claims)));
        });
    }

    /** Without those of a shared secret, which a policy cannot ask for. */
    private static Map<String, JwsAlgorithm> algorithmNames() {
        Map<String, JwsAlgorithm> names = new LinkedHashMap<>();
        for (JwsAlgorithm algorithm : JwsAlgorithm.values()) {
            if (!algorithm.symmetric()) {
                names.put(algorithm.name(), algorithm);
            }
        }
        names.put("Ed25519", JwsAlgorithm.EdDSA); // as RFC 9864 names it
        return names;
    }

    private static Shape<ClaimPaths> claimsShape() {
        return Shapes.object("jwtClaims", members -> {
            Member<String> roles = members.withDefault("roles", Shapes.text(), "roles");
            Member<String> scopes = members.withDefault("scopes", Shapes.text(), "scope");
            Member<String> tenant = members.withDefault("tenant", Shapes.text(), "tenant");
            Member<String> groups = members.withDefault("groups", Shapes.text(), "groups");
            return values -> new ClaimPaths(
                    values.get(roles), values.get(scopes), values.get(tenant), values.get(groups), false);
        });
    }
}

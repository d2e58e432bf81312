package dev.portcullis.auth.policy;

import dev.portcullis.auth.ClaimPaths;
import dev.portcullis.auth.jwks.JwsAlgorithm;
import dev.portcullis.auth.jwt.JwtIssuer;
import dev.portcullis.gateway.policy.model.Section;
import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.PolicyFile;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code authentication}.
 *
 * @param jwt the issuers whose tokens are accepted
 */
record AuthenticationPolicy(List<Jwt> jwt) {
    static final Section<AuthenticationPolicy> SECTION = Section.of("authentication", shape());

    /**
     * Where an issuer's keys come from: exactly one of these.
     *
     * @param discovery whether from the issuer's metadata
     * @param jwksUri or from here
     * @param jwksFile or from this file
     */
    record Keys(
            boolean discovery,
            @Nullable URI jwksUri,
            @Nullable PolicyFile jwksFile) {}

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
     * @param claims where it puts roles and the like
     */
    record Jwt(
            String name,
            String issuer,
            Set<String> audience,
            Set<JwsAlgorithm> algorithms,
            Keys keys,
            Duration clockSkew,
            JwtIssuer.Type type,
            ClaimPaths claims) {}

    private static Shape<AuthenticationPolicy> shape() {
        return Shapes.object("authentication", members -> {
            Member<List<Jwt>> jwt = members.required(
                    "jwt", Shapes.list(issuerShape(), 50).notEmpty().named("name"));
            return values -> new AuthenticationPolicy(values.get(jwt));
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
            Member<Keys> keys = members.required("keys", keysShape());
            Member<Duration> skew = members.withDefault("clockSkew", Shapes.duration("1s", "5m"), "30s");
            Member<JwtIssuer.Type> type = members.withDefault("type", Shapes.words(JwtIssuer.Type.values()), "any");
            Member<ClaimPaths> claims = members.optional("claims", claimsShape());
            return values -> new Jwt(
                    values.get(name),
                    values.get(issuer),
                    Set.copyOf(values.get(audience)),
                    Set.copyOf(values.get(algorithms)),
                    values.get(keys),
                    values.get(skew),
                    values.get(type),
                    values.or(claims, ClaimPaths.DEFAULTS));
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
        return names;
    }

    private static Shape<Keys> keysShape() {
        Shape<Boolean> metadata = Shapes.object("jwtDiscovery", members -> values -> true);
        return Shapes.object("jwtKeys", members -> {
            Member<Boolean> discovery = members.optional("discovery", metadata);
            Member<URI> uri = members.optional("jwksUri", Shapes.url("http", "https"));
            Member<PolicyFile> file = members.optional("jwksFile", Shapes.file());
            members.exactlyOne(discovery, uri, file);
            return values -> new Keys(values.or(discovery, false), values.orNull(uri), values.orNull(file));
        });
    }

    private static Shape<ClaimPaths> claimsShape() {
        return Shapes.object("jwtClaims", members -> {
            Member<String> roles = members.withDefault("roles", Shapes.text(), "roles");
            Member<String> scopes = members.withDefault("scopes", Shapes.text(), "scope");
            Member<String> tenant = members.withDefault("tenant", Shapes.text(), "tenant");
            Member<String> groups = members.withDefault("groups", Shapes.text(), "groups");
            return values ->
                    new ClaimPaths(values.get(roles), values.get(scopes), values.get(tenant), values.get(groups));
        });
    }
}

package dev.portcullis.auth.policy;

import dev.portcullis.auth.ClaimPaths;
import dev.portcullis.auth.jwks.FetchedKeys;
import dev.portcullis.auth.jwks.JwkSet;
import dev.portcullis.auth.jwks.KeyFetch;
import dev.portcullis.auth.jwks.KeyFetches;
import dev.portcullis.auth.jwks.KeySource;
import dev.portcullis.auth.jwks.PemKeys;
import dev.portcullis.auth.jwks.VerificationKey;
import dev.portcullis.auth.jwks.VerificationKeys;
import dev.portcullis.auth.jwt.JwtIssuer;
import dev.portcullis.auth.jwt.JwtVerifier;
import dev.portcullis.gateway.policy.shape.Place;
import dev.portcullis.gateway.policy.spi.Condition;
import dev.portcullis.gateway.policy.spi.Contribution;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import dev.portcullis.gateway.policy.spi.Purpose;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the verifier of the issuers that a policy names. */
final class Issuers {
    private static final Place PLACE = AuthenticationPolicy.SECTION.place().member("jwt");

    private Issuers() {}

    /** The verifier; empty where only static keys were read, to check them, or where the policy has mistakes. */
    static Optional<JwtVerifier> verifier(
            PolicyContext policy, Contribution contribution, List<AuthenticationPolicy.Jwt> trusted) {
        List<JwtIssuer> issuers = new ArrayList<>();
        List<Object> identity = new ArrayList<>(trusted);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < trusted.size(); i++) {
            AuthenticationPolicy.Jwt jwt = trusted.get(i);
            if (!names.add(jwt.issuer())) {
                policy.error(PLACE.item(i).member("issuer"), "duplicate-issuer", "the issuer is given twice");
                continue;
            }
            KeySource keys = keys(policy, contribution, PLACE.item(i).member("keys"), jwt)
                    .orElse(null);
            if (keys != null) {
                identity.add(keys);
                issuers.add(issuer(jwt, keys));
            }
        }
        return issuers.size() < trusted.size()
                ? Optional.empty()
                // the verifier remembers tokens: it is kept as long as all terms and keys are the same, and no longer
                : policy.compiled(PLACE, "verifier", identity, () -> JwtVerifier.of(issuers, policy.clock()));
    }

    private static JwtIssuer issuer(AuthenticationPolicy.Jwt jwt, KeySource keys) {
        JwtIssuer.Builder issuer = JwtIssuer.of(jwt.issuer(), jwt.audience(), keys)
                .algorithms(jwt.algorithms())
                .clockSkew(jwt.clockSkew())
                .type(jwt.type());
        if (jwt.maxAge() != null) {
            issuer.maxAge(jwt.maxAge());
        }
        return issuer.build();
    }

    private static Optional<? extends KeySource> keys(
            PolicyContext policy, Contribution contribution, Place place, AuthenticationPolicy.Jwt jwt) {
        String name = "keys-" + jwt.name();
        KeysPolicy from = jwt.keys();
        if (from instanceof KeysPolicy.JwksFile jwks) {
            return policy.<VerificationKeys>compiled(
                    place, name, from, () -> JwkSet.parse(jwks.file().bytes()));
        }
        if (from instanceof KeysPolicy.Pem pem) {
            return policy.<PemKeys>compiled(place, name, from, () -> pem(pem));
        }
        KeysPolicy.Fetched fetched = (KeysPolicy.Fetched) from;
        if (policy.purpose() == Purpose.CHECK) {
            return policy.<KeyFetch>compiled(place, name, List.of(jwt.issuer(), from), () -> fetch(jwt, fetched))
                    .flatMap(unused -> Optional.empty());
        }
        Optional<FetchedKeys> keys = policy.kept(
                place,
                name,
                List.of(jwt.issuer(), from),
                () -> new FetchedKeys(
                        jwt.issuer(),
                        fetch(jwt, fetched),
                        fetched.keeping().settings(),
                        policy.clock(),
                        policy.scheduler(),
                        new SecureRandom()));
        keys.ifPresent(kept -> {
            AuthMetrics.of(jwt.name(), kept).forEach(contribution::report);
            contribution.report(new Condition("keysOf." + jwt.name(), kept::state));
        });
        return keys;
    }

    private static PemKeys pem(KeysPolicy.Pem pem) {
        List<VerificationKey> keys = new ArrayList<>();
        for (KeysPolicy.PemFile key : pem.keys()) {
            keys.add(PemKeys.parse(key.keyId(), key.file().bytes()));
        }
        return new PemKeys(new VerificationKeys(keys));
    }

    private static KeyFetch fetch(AuthenticationPolicy.Jwt jwt, KeysPolicy.Fetched from) {
        Duration timeout = from.keeping().timeout();
        if (from instanceof KeysPolicy.Url url) {
            return KeyFetches.from(url.jwksUri(), timeout);
        }
        if (from instanceof KeysPolicy.Kubernetes cluster) {
            return KeyFetches.kubernetes(cluster.server(), cluster.ca(), cluster.token(), timeout);
        }
        KeysPolicy.Discovery discovery = (KeysPolicy.Discovery) from;
        return KeyFetches.discover(jwt.issuer(), discovery.metadata(), discovery.origins(), timeout);
    }

    static Map<String, ClaimPaths> paths(List<AuthenticationPolicy.Jwt> trusted) {
        Map<String, ClaimPaths> paths = new HashMap<>();
        trusted.forEach(jwt -> paths.put(jwt.issuer(), jwt.claims()));
        return paths;
    }
}

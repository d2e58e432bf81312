package dev.portcullis.auth.policy;

import dev.portcullis.auth.ClaimPaths;
import dev.portcullis.auth.jwks.FetchedKeys;
import dev.portcullis.auth.jwks.FetchedKeysSettings;
import dev.portcullis.auth.jwks.JwkSet;
import dev.portcullis.auth.jwks.KeyFetch;
import dev.portcullis.auth.jwks.KeyFetches;
import dev.portcullis.auth.jwks.KeySource;
import dev.portcullis.auth.jwks.VerificationKeys;
import dev.portcullis.auth.jwt.JwtIssuer;
import dev.portcullis.auth.jwt.JwtVerifier;
import dev.portcullis.gateway.policy.shape.Place;
import dev.portcullis.gateway.policy.shape.PolicyFile;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the verifier of the issuers that a policy names. */
final class Issuers {
    private Issuers() {}

    static JwtVerifier verifier(PolicyContext policy, AuthenticationPolicy authentication) {
        List<JwtIssuer> issuers = new ArrayList<>();
        for (int i = 0; i < authentication.jwt().size(); i++) {
            AuthenticationPolicy.Jwt jwt = authentication.jwt().get(i);
            Place place = AuthenticationPolicy.SECTION.place().member("jwt").item(i);
            if (issuers.stream().anyMatch(other -> other.issuer().equals(jwt.issuer()))) {
                policy.error(place.member("issuer"), "duplicate-issuer", "the issuer is given twice");
                continue;
            }
            keys(policy, place.member("keys"), jwt)
                    .ifPresent(keys -> issuers.add(JwtIssuer.of(jwt.issuer(), jwt.audience(), keys)
                            .algorithms(jwt.algorithms())
                            .clockSkew(jwt.clockSkew())
                            .type(jwt.type())
                            .build()));
        }
        return JwtVerifier.of(issuers, policy.clock());
    }

    private static Optional<? extends KeySource> keys(PolicyContext policy, Place place, AuthenticationPolicy.Jwt jwt) {
        AuthenticationPolicy.Keys from = jwt.keys();
        PolicyFile file = from.jwksFile();
        if (file != null) {
            return policy.<VerificationKeys>compiled(
                    place, "jwks-" + jwt.name(), from, () -> JwkSet.parse(file.bytes()));
        }
        return policy.<FetchedKeys>kept(place, "jwks-" + jwt.name(), List.of(jwt.issuer(), from), () -> {
            KeyFetch fetch = from.jwksUri() != null
                    ? KeyFetches.from(from.jwksUri())
                    : KeyFetches.discover(jwt.issuer(), Set.of());
            return new FetchedKeys(
                    jwt.issuer(),
                    fetch,
                    FetchedKeysSettings.DEFAULTS,
                    policy.clock(),
                    policy.scheduler(),
                    new SecureRandom());
        });
    }

    static Map<String, ClaimPaths> paths(AuthenticationPolicy authentication) {
        Map<String, ClaimPaths> paths = new HashMap<>();
        authentication.jwt().forEach(jwt -> paths.put(jwt.issuer(), jwt.claims()));
        return paths;
    }
}

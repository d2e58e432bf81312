package dev.portcullis.auth.policy;

import dev.portcullis.auth.ApiKeyField;
import dev.portcullis.auth.AuthenticationCounts;
import dev.portcullis.auth.AuthenticationFilter;
import dev.portcullis.auth.BearerTokens;
import dev.portcullis.auth.CredentialScheme;
import dev.portcullis.auth.SubjectCertificates;
import dev.portcullis.auth.apikey.ApiKeys;
import dev.portcullis.auth.throttle.FailureLimits;
import dev.portcullis.auth.throttle.FailureThrottle;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Mode;
import dev.portcullis.gateway.policy.model.Feature;
import dev.portcullis.gateway.policy.model.RoutePolicy;
import dev.portcullis.gateway.policy.shape.Place;
import dev.portcullis.gateway.policy.spi.Condition;
import dev.portcullis.gateway.policy.spi.Contribution;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import dev.portcullis.gateway.policy.spi.Purpose;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the authentication filter of a policy. */
final class Credentials {
    private static final Place PLACE = AuthenticationPolicy.SECTION.place();

    private Credentials() {}

    static Filter filter(PolicyContext policy, Contribution contribution, AuthenticationPolicy authentication) {
        boolean check = policy.purpose() == Purpose.CHECK;
        List<CredentialScheme> schemes = new ArrayList<>();
        Issuers.verifier(policy, contribution, authentication.jwt())
                .filter(unused -> !authentication.jwt().isEmpty())
                .ifPresent(verifier -> schemes.add(new BearerTokens(verifier, Issuers.paths(authentication.jwt()))));
        AuthenticationPolicy.ApiKeySettings settings = authentication.apiKeys();
        if (settings != null) {
            String digest = digest(settings.file().bytes());
            contribution.report(new Condition("apiKeys", () -> "sha256:" + digest));
            apiKeys(policy, settings)
                    .ifPresent(keys -> schemes.add(new ApiKeyField(settings.header(), keys, policy.clock())));
        }
        AuthenticationPolicy.ClientCertificate certificate = authentication.clientCertificate();
        if (certificate != null) {
            schemes.add(new SubjectCertificates(certificate.trustDomain(), policy.clock()));
        }
        if (check || schemes.isEmpty()) { // none is left where the policy has mistakes and is refused
            return new TestCallers(authentication);
        }
        AuthenticationFilter filter =
                AuthenticationFilter.accepting(schemes, policy.metadata().name());
        filter = counted(policy, contribution, filter);
        FailureLimits limits = authentication.failures();
        return limits == null ? filter : throttled(policy, contribution, filter, limits);
    }

    /** Of a file without keys: it has their codes. */
    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Optional<ApiKeys> apiKeys(PolicyContext policy, AuthenticationPolicy.ApiKeySettings settings) {
        return policy.read(settings.file(), ApiKeyFile.SHAPE)
                .flatMap(file -> policy.compiled(
                        PLACE.member("apiKeys"),
                        "api-keys",
                        file,
                        () -> ApiKeys.of(file.hmacKey().bytes(), file.keys())));
    }

    private static AuthenticationFilter counted(
            PolicyContext policy, Contribution contribution, AuthenticationFilter filter) {
        AuthenticationCounts counts =
                policy.kept(PLACE, "counts", "", AuthenticationCounts::new).orElseThrow();
        AuthMetrics.of(counts).forEach(contribution::report);
        return filter.counting(counts);
    }

    private static AuthenticationFilter throttled(
            PolicyContext policy, Contribution contribution, AuthenticationFilter filter, FailureLimits limits) {
        Place place = PLACE.member("failures");
        FailureThrottle enforced = throttle(policy, place, "failures", limits);
        FailureThrottle shadow = throttle(policy, place, "failures-in-shadow", limits);
        AuthMetrics.of(enforced).forEach(contribution::report);
        Set<String> inShadow = new HashSet<>();
        for (RoutePolicy route : policy.routes()) {
            if (policy.mode(Feature.AUTHENTICATION, route) == Mode.SHADOW) {
                inShadow.add(route.id());
            }
        }
        return filter.throttling(enforced, shadow, inShadow);
    }

    private static FailureThrottle throttle(PolicyContext policy, Place place, String name, FailureLimits limits) {
        return policy.kept(place, name, limits, () -> new FailureThrottle(limits, policy.clock()))
                .orElseThrow();
    }
}

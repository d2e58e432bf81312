package dev.portcullis.auth.policy;

import dev.portcullis.auth.ApiKeyField;
import dev.portcullis.auth.Callers;
import dev.portcullis.auth.SubjectCertificates;
import dev.portcullis.auth.access.Subject;
import dev.portcullis.auth.policy.AccessTerms.Who;
import dev.portcullis.gateway.policy.shape.NameKind;
import dev.portcullis.gateway.policy.shape.Place;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who vouches for the subjects of a policy. A service account of Kubernetes is one only in a token of its cluster: another
 * issuer may put the same words into a token, and they mean nothing. The clusters are the issuers whose keys come from a
 * cluster; where there is none, and a single issuer, no other could be meant than this.
 */
final class Vouchers {
    private static final NameKind ISSUER = new NameKind("issuer");
    private static final String API_KEYS = "apiKeys";
    private static final String CERTIFICATES = "clientCertificate";

    private final Map<String, String> issuers = new LinkedHashMap<>();
    private final Set<String> clusters = new LinkedHashSet<>();
    private final Set<String> local = new LinkedHashSet<>();

    /** Those of the section {@code authentication}; without it there are none. */
    Vouchers(@Nullable AuthenticationPolicy authentication) {
        if (authentication == null) {
            return;
        }
        for (AuthenticationPolicy.Jwt jwt : authentication.jwt()) {
            issuers.put(jwt.name(), jwt.issuer());
            if (jwt.keys() instanceof KeysPolicy.Kubernetes) {
                clusters.add(jwt.issuer());
            }
        }
        if (clusters.isEmpty() && authentication.jwt().size() == 1) {
            clusters.add(authentication.jwt().get(0).issuer());
        }
        if (authentication.apiKeys() != null) {
            issuers.putIfAbsent(API_KEYS, ApiKeyField.ISSUER);
            local.add(ApiKeyField.ISSUER);
        }
        if (authentication.clientCertificate() != null) {
            issuers.putIfAbsent(CERTIFICATES, SubjectCertificates.ISSUER);
            local.add(SubjectCertificates.ISSUER);
        }
    }

    /** The callers that a binding means: no more than somebody vouches for. */
    List<Subject> bound(PolicyContext policy, Place place, Who who) {
        if (who.issuer() != null || !account(who)) {
            return named(policy, place, who);
        }
        if (clusters.isEmpty() && local.isEmpty()) {
            policy.error(
                    place,
                    "no-issuer",
                    "no issuer vouches for the service account \"" + who.name()
                            + "\": none has `keys: {kubernetes: {}}`; name the one that does, with `issuer`");
            return List.of();
        }
        Set<String> all = new LinkedHashSet<>(clusters);
        all.addAll(local); // the operator wrote these keys, or the authority that the operator trusts issued them
        Subject given = new Subject(who.kind(), who.name(), all);
        return clusters.isEmpty() ? List.of(given) : List.of(given, new Subject(who.kind(), kubernetes(who), clusters));
    }

    /** The callers that a denial means: rather too many than too few. */
    List<Subject> denied(PolicyContext policy, Place place, Who who) {
        return who.issuer() != null || !account(who)
                ? named(policy, place, who)
                : List.of(
                        Subject.ofAnyIssuer(who.kind(), who.name()), Subject.ofAnyIssuer(who.kind(), kubernetes(who)));
    }

    private List<Subject> named(PolicyContext policy, Place place, Who who) {
        String name = who.issuer();
        if (name == null) {
            return List.of(Subject.ofAnyIssuer(who.kind(), who.name()));
        }
        String issuer = issuers.get(name);
        if (issuer == null) {
            policy.dangling(place.member("issuer"), ISSUER, name, issuers.keySet());
            return List.of();
        }
        Set<String> only = Set.of(issuer);
        Subject given = new Subject(who.kind(), who.name(), only);
        return account(who) ? List.of(given, new Subject(who.kind(), kubernetes(who), only)) : List.of(given);
    }

    /** Whether a service account is named as Kubernetes does: by namespace and name. */
    private static boolean account(Who who) {
        String name = who.name();
        return who.kind() == Subject.Kind.SERVICE_ACCOUNT
                && name.indexOf(':') < 0
                && name.indexOf('/') > 0
                && name.indexOf('/') == name.lastIndexOf('/');
    }

    private static String kubernetes(Who who) {
        return Callers.SERVICE_ACCOUNT + who.name().replace('/', ':');
    }
}

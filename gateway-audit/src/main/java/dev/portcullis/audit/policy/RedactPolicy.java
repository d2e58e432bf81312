package dev.portcullis.audit.policy;

import dev.portcullis.audit.Redaction;
import dev.portcullis.audit.Redaction.Pseudonymised;
import dev.portcullis.gateway.policy.shape.ListShape;
import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.Secret;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a policy keeps from its records beyond what no record ever has.
 *
 * @param redaction what the filters follow
 */
record RedactPolicy(Redaction redaction) {
    static final RedactPolicy NONE = new RedactPolicy(Redaction.DEFAULTS);

    /** The words of {@code truncate}. */
    enum Truncated {
        /** Where a request came from. */
        CLIENT_ADDRESS
    }

    static Shape<RedactPolicy> shape() {
        ListShape<String> names = Shapes.list(Shapes.text("a name", "[A-Za-z0-9!#$%&'*+.^_`|~\\[\\]-]+", 128), 100)
                .distinct();
        return Shapes.object("auditRedact", members -> {
            Member<List<String>> headers = members.withDefault("headers", names, List.of());
            Member<List<String>> query = members.withDefault("query", names, List.of());
            Member<List<String>> body = members.withDefault("body", names, List.of());
            Member<List<String>> claims = members.withDefault("claims", names, List.of());
            Member<List<String>> cookies = members.withDefault("cookies", names, List.of());
            Member<List<String>> clearHeaders = members.withDefault("tellHeaders", names, List.of());
            Member<List<String>> clearQuery = members.withDefault("tellQuery", names, List.of());
            Member<Boolean> matched = members.withDefault("tellMatchedData", Shapes.flag(), false);
            Member<List<Pseudonymised>> pseudonymise = members.withDefault(
                    "pseudonymise",
                    Shapes.list(Shapes.words(Pseudonymised.values()), 3).distinct(),
                    List.of());
            Member<List<Truncated>> truncate =
                    members.withDefault("truncate", Shapes.list(Shapes.words(Truncated.values()), 1), List.of());
            Member<Secret> key = members.optional("pseudonymKey", Keys.shape());
            Member<Duration> period = members.withDefault("pseudonymPeriod", Shapes.duration("1h", "366d"), "30d");
            return values -> {
                Set<String> secret = new HashSet<>(values.get(query));
                secret.addAll(values.get(body));
                secret.addAll(values.get(claims));
                secret.addAll(values.get(cookies));
                return new RedactPolicy(new Redaction(
                        Set.copyOf(values.get(headers)),
                        secret,
                        Set.copyOf(values.get(clearHeaders)),
                        Set.copyOf(values.get(clearQuery)),
                        values.get(matched),
                        Set.copyOf(values.get(pseudonymise)),
                        !values.get(truncate).isEmpty(),
                        Keys.bytes(values.orNull(key)),
                        values.get(period)));
            };
        });
    }
}

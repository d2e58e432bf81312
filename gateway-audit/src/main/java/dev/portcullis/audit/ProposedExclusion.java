package dev.portcullis.audit;

import dev.portcullis.audit.chain.CanonicalRecord;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What to write into the list {@code waf.exclude} of the policy, as it stands, so that a match that was a false alarm does not
 * come again. As an object it is both JSON and a mapping of the policy.
 *
 * @param rule the rule
 * @param target which value it passes over, as rules name it, or {@code null} for the rule as a whole
 * @param json or which part of a JSON body, whatever its places in arrays, or {@code null}
 * @param route on which route alone, or {@code null}
 */
public record ProposedExclusion(
        long rule,
        @Nullable String target,
        @Nullable String json,
        @Nullable String route) {
    private static final String OF_JSON = "ARGS:json.";
    private static final Pattern ELEMENT = Pattern.compile("\\.array_\\d+");

    /** An element of an array stands for all: the next request may have the value at another place. */
    static ProposedExclusion of(long rule, @Nullable String target, @Nullable String route) {
        if (target != null && target.startsWith(OF_JSON) && target.contains(".array_")) {
            String path = target.substring(OF_JSON.length() - 1);
            return new ProposedExclusion(rule, null, '$' + ELEMENT.matcher(path).replaceAll("[*]"), route);
        }
        return new ProposedExclusion(rule, target, null, route);
    }

    void write(CanonicalRecord out) {
        out.object("exclude");
        if (json != null) {
            out.text("json", json);
        }
        if (route != null) {
            out.text("route", route);
        }
        out.number("rule", rule);
        if (target != null) {
            out.text("target", target);
        }
        out.close();
    }
}

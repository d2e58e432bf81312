package dev.portcullis.audit;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.FilterRun;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway decided, and what its filters said.
 *
 * @param decision the decision
 * @param reason the stable code of a refusal, or {@code null}
 * @param filter who decided, or {@code null}
 * @param verdicts of the filters that refused or failed, those in shadow included
 * @param matches the rules that matched
 * @param omitted how many more rules matched than are told
 * @param runs the filters that ran, and how long each took; whoever is not among the verdicts had nothing against it. Empty
 *     where the gateway does not measure
 * @param limits the rate limits that the exchange was held to
 */
public record Ruling(
        Decision decision,
        @Nullable String reason,
        @Nullable String filter,
        List<FilterRuling> verdicts,
        List<MatchedRule> matches,
        int omitted,
        List<FilterRun> runs,
        List<String> limits) {
    /** The decisions. */
    public enum Decision {
        /** The request passed. */
        ALLOW("allow"),
        /** It was refused. */
        DENY("deny"),
        /** It passed, but a filter in shadow would have refused it. */
        SHADOW("shadow");

        private final String word;

        Decision(String word) {
            this.word = word;
        }

        /** As it is written. */
        public String word() {
            return word;
        }
    }

    /**
     * What one filter said.
     *
     * @param filter its name
     * @param mode how it ran: {@code enforce} or {@code shadow}
     * @param code the refusal's code, or {@code null} where it failed
     * @param failure the kind of failure, or {@code null}; never its message, which may tell too much
     */
    public record FilterRuling(
            String filter,
            String mode,
            @Nullable String code,
            @Nullable String failure) {}

    /**
     * One rule that matched.
     *
     * @param rule its number
     * @param message what the rule says of itself
     * @param target where it matched
     * @param data a digest of what it matched, or that itself where the policy wants it and the target is no secret
     * @param exclude what to write into the policy so that the match does not come again, or {@code null}
     */
    public record MatchedRule(
            long rule,
            String message,
            String target,
            String data,
            @Nullable ProposedExclusion exclude) {}

    /** Copies the lists. */
    public Ruling {
        requireNonNull(decision, "decision");
        verdicts = List.copyOf(verdicts);
        matches = List.copyOf(matches);
    }
}

package dev.portcullis.waf.internal;

import dev.portcullis.waf.seclang.ActionText;
import dev.portcullis.waf.seclang.Selector;
import java.util.List;

/**
 * What a rule is for, as far as it shows in its text.
 *
 * @param cause what a refusal of this rule is about
 * @param onlyScores whether nothing of it but {@code setvar} of {@code TX} outlives it; it can then run without a trace
 */
record RuleTraits(Stop.Cause cause, boolean onlyScores) {
    static RuleTraits of(RuleDraft draft) {
        return new RuleTraits(cause(draft.links.get(0).selectors), onlyScores(draft.links));
    }

    private static Stop.Cause cause(List<Selector> selectors) {
        boolean score = !selectors.isEmpty();
        boolean body = !selectors.isEmpty();
        for (Selector selector : selectors) {
            String name = Ascii.lower(selector.variable());
            score &= name.equals("tx");
            body &= name.startsWith("reqbody_") || name.startsWith("multipart_");
        }
        return score ? Stop.Cause.SCORE : body ? Stop.Cause.BODY : Stop.Cause.RULE;
    }

    private static boolean onlyScores(List<RuleDraft.Link> links) {
        for (RuleDraft.Link link : links) {
            for (ActionText action : link.actions) {
                if (outlives(action)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean outlives(ActionText action) {
        return switch (Ascii.lower(action.name())) {
            case "ctl", "initcol", "expirevar", "setsid", "setuid", "setrsc", "setenv", "skip", "skipafter", "allow" ->
                true;
            case "setvar" -> {
                String value = Ascii.lower(action.value());
                yield !value.startsWith("tx.") && !value.startsWith("!tx.");
            }
            default -> false;
        };
    }
}

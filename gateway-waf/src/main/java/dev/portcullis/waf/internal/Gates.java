package dev.portcullis.waf.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The gates of a program: rules that do nothing but compare a variable of TX with a number and pass over the rules behind
 * them, as those of the paranoia levels do. Which of them pass over is known from a few comparisons, since most of them ask
 * the same. Other rules that begin with such a comparison, of a variable that is settled before the first gate, are known
 * to match nothing where it fails. Immutable.
 */
final class Gates {
    /** Comparisons are bits of a {@code long}. */
    private static final int MOST = Long.SIZE;

    private final NumberLink[] comparisons;
    private final int[] ofRule;

    /** For each rule that is no gate its first comparison, if that is one; else -1. */
    private final int[] conditions;

    private final boolean[] watched;
    private final long[] rules;

    private Gates(NumberLink[] comparisons, int[] ofRule, int[] conditions, boolean[] watched) {
        this.comparisons = comparisons;
        this.conditions = conditions;
        this.ofRule = ofRule;
        this.watched = watched;
        this.rules = Bits.forSize(ofRule.length);
        for (int i = 0; i < ofRule.length; i++) {
            if (isGate(i)) {
                Bits.set(rules, i);
            }
        }
    }

    /**
     * The gates among these rules.
     *
     * @param count the number of all rules
     * @param places the number of places of TX
     */
    static Gates of(Rule[] rules, int count, int places) {
        List<NumberLink> comparisons = new ArrayList<>();
        int[] ofRule = new int[count];
        Arrays.fill(ofRule, -1);
        boolean[] watched = new boolean[places];
        int first = count;
        for (int i = 0; i < rules.length; i++) {
            if (isGate(rules[i]) && rules[i].links[0] instanceof NumberLink link && link.isFixed()) {
                ofRule[i] = indexOf(link, comparisons);
                watched[link.place()] |= ofRule[i] >= 0;
                first = Math.min(first, i);
            }
        }
        int[] conditions = new int[count];
        Arrays.fill(conditions, -1);
        boolean[] changed = changedFrom(first, rules, places);
        for (int i = first; i < rules.length; i++) {
            if (ofRule[i] < 0
                    && !rules[i].recordsMatches
                    && rules[i].links[0] instanceof NumberLink link
                    && link.isFixed()
                    && !changed[link.place()]) {
                conditions[i] = indexOf(link, comparisons);
                watched[link.place()] |= conditions[i] >= 0;
            }
        }
        return new Gates(comparisons.toArray(new NumberLink[0]), ofRule, conditions, watched);
    }

    /** The places of TX that rules from this one on change, as far as their actions spell them out; captures change some. */
    private static boolean[] changedFrom(int first, Rule[] rules, int places) {
        boolean[] changed = new boolean[places];
        Arrays.fill(changed, 0, Math.min(places, TxStore.GROUPS), true);
        for (int i = first; i < rules.length; i++) {
            for (Link link : rules[i].links) {
                for (Action action : link.actions) {
                    if (action.placeOfTx() >= 0) {
                        changed[action.placeOfTx()] = true;
                    }
                }
            }
        }
        return changed;
    }

    private static int indexOf(NumberLink link, List<NumberLink> comparisons) {
        for (int i = 0; i < comparisons.size(); i++) {
            if (comparisons.get(i).isSameTest(link)) {
                return i;
            }
        }
        if (comparisons.size() == MOST) {
            return -1;
        }
        comparisons.add(link);
        return comparisons.size() - 1;
    }

    private static boolean isGate(Rule rule) {
        return rule.links.length == 1
                && rule.links[0].actions.length == 0
                && rule.skipTo >= 0
                && rule.disruption.kind() == Disruption.Kind.PASS
                && !rule.logs
                && rule.info.severity() < 0
                && !rule.recordsMatches;
    }

    boolean isGate(int rule) {
        return ofRule[rule] >= 0;
    }

    /** Whether a gate passes over the rules behind it, where the comparisons came out so. */
    boolean isShut(int rule, long outcomes) {
        return ofRule[rule] >= 0 && (outcomes >>> ofRule[rule] & 1) != 0;
    }

    /** Whether a rule that is no gate matches nothing, where the comparisons came out so. */
    boolean failsAtOnce(int rule, long outcomes) {
        return conditions[rule] >= 0 && (outcomes >>> conditions[rule] & 1) == 0;
    }

    /** The rules that are gates. */
    long[] rules() {
        return rules;
    }

    /** The places of TX that comparisons ask about. */
    boolean[] watched() {
        return watched;
    }

    /** How the comparisons come out for a transaction: a bit each. */
    long outcomes(TxStore tx) {
        long outcomes = 0;
        for (int i = 0; i < comparisons.length; i++) {
            if (comparisons[i].test(tx)) {
                outcomes |= 1L << i;
            }
        }
        return outcomes;
    }
}

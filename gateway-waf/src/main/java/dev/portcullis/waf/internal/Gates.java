package dev.portcullis.waf.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The gates of a program: rules that do nothing but compare a variable of TX with a number and pass over the rules behind
 * them, as those of the paranoia levels do. Which of them pass over is known from a few comparisons, since most of them ask
 * the same. Immutable.
 */
final class Gates {
    /** Comparisons are bits of a {@code long}. */
    private static final int MOST = Long.SIZE;

    private final NumberLink[] comparisons;
    private final int[] ofRule;
    private final boolean[] watched;
    private final long[] rules;

    private Gates(NumberLink[] comparisons, int[] ofRule, boolean[] watched) {
        this.comparisons = comparisons;
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
        for (int i = 0; i < rules.length; i++) {
            if (isGate(rules[i]) && rules[i].links[0] instanceof NumberLink link && link.isFixed()) {
                ofRule[i] = indexOf(link, comparisons);
                watched[link.place()] |= ofRule[i] >= 0;
            }
        }
        return new Gates(comparisons.toArray(NumberLink[]::new), ofRule, watched);
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

    /** The rules that are gates. */
    long[] rules() {
        return rules;
    }

    /** The places of TX that gates ask about. */
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

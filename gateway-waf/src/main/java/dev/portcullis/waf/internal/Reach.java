package dev.portcullis.waf.internal;

import java.util.Arrays;

/**
 * Which rules a transaction can come to where the outcomes of the gates are known. A shut gate need not be run where
 * nothing else leads to the rules behind it.
 */
final class Reach {
    private final boolean[] reached;
    private final boolean[] elided;

    private Reach(int rules) {
        reached = new boolean[rules];
        elided = new boolean[rules];
    }

    /** A reach that takes nothing for granted: every rule runs if the transaction comes to it. */
    static Reach everywhere(int rules) {
        Reach reach = new Reach(rules + 1);
        Arrays.fill(reach.reached, true);
        return reach;
    }

    static Reach of(Rule[] rules, int first, int end, Gates gates, long outcomes) {
        Reach reach = new Reach(rules.length + 1);
        int phase = -1;
        for (int i = first; i < end; i++) {
            Rule rule = rules[i];
            if (rule.info.phase() != phase) {
                phase = rule.info.phase();
                reach.reached[i] = true;
            }
            if (reach.reached[i]) {
                boolean shut = gates.isShut(i, outcomes);
                if (!shut) {
                    reach.reached[i + 1] = true;
                }
                if (shut || !gates.isGate(i)) {
                    int jump = rule.skipTo >= 0 ? rule.skipTo : i + 1 + rule.skip;
                    reach.reached[Math.min(jump, end)] = true;
                }
            }
        }
        for (int i = first; i < end; i++) {
            reach.elided[i] = gates.failsAtOnce(i, outcomes)
                    || gates.isGate(i) && (!gates.isShut(i, outcomes) || reach.isBridge(i, rules[i].skipTo));
        }
        return reach;
    }

    /** Whether nothing lies between a shut gate and its aim that is reached some other way. */
    private boolean isBridge(int gate, int aim) {
        for (int i = gate + 1; i < aim; i++) {
            if (reached[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether the rule is to be run if the transaction comes to it, and can come to it. */
    boolean runs(int rule) {
        return reached[rule] && !elided[rule];
    }
}

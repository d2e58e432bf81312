package dev.portcullis.waf.internal;

import java.util.List;

/** Rules, compiled: what every transaction of a firewall shares. Immutable. */
public final class Program {
    static final int PHASES = 5;

    final Rule[] rules;
    final Keys keys;
    final TxNames txNames;
    final Settings settings;

    /** At n the index of the first rule of phase n; at n + 1 the index after its last. */
    private final int[] starts;

    Program(List<Rule> rules, Keys keys, TxNames txNames, Settings settings) {
        this.rules = rules.toArray(Rule[]::new);
        this.keys = keys;
        this.txNames = txNames;
        this.settings = settings;
        this.starts = new int[PHASES + 2];
        for (Rule rule : rules) {
            for (int phase = rule.info.phase() + 1; phase < starts.length; phase++) {
                starts[phase]++;
            }
        }
    }

    int first(int phase) {
        return starts[phase];
    }

    int end(int phase) {
        return starts[phase + 1];
    }

    /** What directives other than rules say. */
    public Settings settings() {
        return settings;
    }

    /** The number of rules; a chain counts once. */
    public int size() {
        return rules.length;
    }
}

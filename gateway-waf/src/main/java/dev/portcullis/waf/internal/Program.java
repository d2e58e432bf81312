package dev.portcullis.waf.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules, compiled: what every transaction of a firewall shares. Immutable. */
public final class Program {
    static final int PHASES = 5;

    final Rule[] rules;
    final Keys keys;
    final TxNames txNames;
    final Settings settings;

    /** For each name of TX the number that it has as a key, or {@link Keys#NONE}. */
    final int[] txKeys;

    /** At n the index of the first rule of phase n; at n + 1 the index after its last. */
    private final int[] starts;

    final Gates gates;
    final IdleExecutions idle = new IdleExecutions(this);
    private final @Nullable ScanDomain request;
    private final @Nullable ScanDomain response;

    Program(List<Rule> rules, Keys keys, TxNames txNames, Settings settings) {
        this(rules, keys, txNames, settings, false);
    }

    private Program(List<Rule> rules, Keys keys, TxNames txNames, Settings settings, boolean straight) {
        this.rules = rules.toArray(new Rule[0]);
        this.keys = keys;
        this.txNames = txNames;
        this.txKeys = new int[txNames.size()];
        for (int place = 0; place < txKeys.length; place++) {
            txKeys[place] = keys.find(txNames.name(place));
        }
        this.settings = settings;
        this.starts = new int[PHASES + 2];
        boolean noGates = straight || asksForLastMatch(this.rules);
        this.gates = Gates.of(noGates ? new Rule[0] : this.rules, this.rules.length, txNames.size());
        for (Rule rule : rules) {
            for (int phase = rule.info.phase() + 1; phase < starts.length; phase++) {
                starts[phase]++;
            }
        }
        this.request = straight ? null : new ScanDomain(this.rules, first(1), end(2), gates, keys.size());
        this.response = straight ? null : new ScanDomain(this.rules, first(3), end(4), gates, keys.size());
    }

    /** What can be left out in a phase by a scan of its values; null if each rule looks at all of its values. */
    @Nullable
    ScanDomain domain(int phase) {
        return phase <= 2 ? request : phase < PHASES ? response : null;
    }

    /** Whether any rule runs in this phase. */
    public boolean hasRules(int phase) {
        return first(phase) < end(phase);
    }

    int first(int phase) {
        return starts[phase];
    }

    int end(int phase) {
        return starts[phase + 1];
    }

    /**
     * Makes the plans that transactions will ask for first, so that the first request does not wait for them: those of the
     * levels that the rules set themselves, which an empty request tells.
     */
    public void prepare() {
        Execution execution = begin(Overlay.NONE, Surroundings.NONE);
        execution.run(1);
        long outcomes = gates.outcomes(execution.tx());
        for (ScanDomain domain : new @Nullable ScanDomain[] {request, response}) {
            if (domain != null) {
                domain.plan(outcomes);
            }
        }
        execution.end();
    }

    /** An execution for a transaction that begins. */
    public Execution begin(Overlay overlay, Surroundings surroundings) {
        return idle.take().begin(overlay, surroundings);
    }

    /** A transaction of which nothing leaves a trace. */
    public Execution rehearsal() {
        return begin(Overlay.NONE, Surroundings.NONE);
    }

    /** The same rules without any plan: each rule looks at all of its values. What plans are checked against. */
    public Program straightforward() {
        return new Program(List.of(rules), keys, txNames, settings, true);
    }

    /**
     * Whether a rule asks what matched last before it has matched anything, so that even a match without any effect
     * counts.
     */
    private static boolean asksForLastMatch(Rule[] rules) {
        for (Rule rule : rules) {
            if (asksForLastMatch(rule)) {
                return true;
            }
        }
        return false;
    }

    private static boolean asksForLastMatch(Rule rule) {
        Link link = rule.links[0];
        boolean asks = Ascii.lower(link.operatorArgument).contains("matched_var");
        if (link instanceof ValueLink of) {
            for (Target target : of.targets()) {
                asks |= target.variable == Variable.MATCHED_VAR || target.variable == Variable.MATCHED_VAR_NAME;
            }
        }
        return asks;
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

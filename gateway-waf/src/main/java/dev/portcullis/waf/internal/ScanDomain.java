package dev.portcullis.waf.internal;

import dev.portcullis.waf.operator.Operator;
import dev.portcullis.waf.pattern.Prefilter;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of two neighbouring phases that a scan of the values can leave out: those of the request, or those of the
 * response. A rule is covered if its first link asks a fixed operator about values that are there before the phase begins
 * and that no rule changes. Immutable but for the plans, which depend on the rules and the outcomes of gates alone.
 */
final class ScanDomain {
    private static final int PLANS = 8;
    private static final int MOST_BEFORE_GATES = 32;

    private static final Set<Variable> SCANNED = EnumSet.of(
            Variable.ARGS_GET,
            Variable.ARGS_GET_NAMES,
            Variable.ARGS_PATH,
            Variable.ARGS_POST,
            Variable.ARGS_POST_NAMES,
            Variable.FILES,
            Variable.FILES_NAMES,
            Variable.MULTIPART_FILENAME,
            Variable.MULTIPART_NAME,
            Variable.MULTIPART_PART_HEADERS,
            Variable.QUERY_STRING,
            Variable.REQUEST_BASENAME,
            Variable.REQUEST_BODY,
            Variable.REQUEST_COOKIES,
            Variable.REQUEST_COOKIES_NAMES,
            Variable.REQUEST_FILENAME,
            Variable.REQUEST_HEADERS,
            Variable.REQUEST_HEADERS_NAMES,
            Variable.REQUEST_LINE,
            Variable.REQUEST_METHOD,
            Variable.REQUEST_PROTOCOL,
            Variable.REQUEST_URI,
            Variable.REQUEST_URI_RAW,
            Variable.RESPONSE_BODY,
            Variable.RESPONSE_HEADERS,
            Variable.RESPONSE_HEADERS_NAMES,
            Variable.XML,
            Variable.XML_ATTRIBUTES);

    /** The variables that covered rules look at. */
    final Variable[] variables;

    final Rule[] rules;

    /** For each rule of the program the operator of its first link if it is covered. */
    private final @Nullable Operator[] covered;

    private final int[] beginnings;
    private final int first;
    private final int end;
    private final Gates gates;
    private final int keys;
    private volatile ScanPlan[] plans = {};

    ScanDomain(Rule[] rules, int first, int end, Gates gates, int keys) {
        this.rules = rules;
        this.first = first;
        this.end = end;
        this.gates = gates;
        this.keys = keys;
        covered = new @Nullable Operator[rules.length];
        Set<Variable> seen = EnumSet.noneOf(Variable.class);
        for (int i = first; i < end; i++) {
            covered[i] = covered(rules[i]);
            if (covered[i] != null) {
                for (Target target : ((ValueLink) rules[i].links[0]).targets()) {
                    seen.addAll(List.of(target.sources));
                }
            }
        }
        variables = seen.toArray(new Variable[0]);
        beginnings = new int[2];
        for (int phase = 0; phase < 2 && first < end; phase++) {
            beginnings[phase] = beginning(rules[first].info.phase() + phase);
        }
    }

    /** The operator of a rule that can be covered, else null. */
    private static @Nullable Operator covered(Rule rule) {
        if (!(rule.links[0] instanceof ValueLink link)
                || link.negated
                || !(link.condition() instanceof Condition.Fixed condition)
                || rule.index >= Hit.MOST_RULES
                || link.targets().length > Hit.MOST_TARGETS) {
            return null;
        }
        for (Target target : link.targets()) {
            if (target.count || target.place >= 0 || !SCANNED.containsAll(List.of(target.sources))) {
                return null;
            }
        }
        return condition.operator();
    }

    boolean isCovered(int rule) {
        return covered[rule] != null;
    }

    /** Whether a plan may be chosen at a rule: what the gates ask about should be there by now. */
    boolean isBeginning(int rule) {
        return rule >= beginnings[rules[rule].info.phase() - rules[first].info.phase()];
    }

    /**
     * Where scans of a phase begin. Levels are set by rules that come before the first gate, and to scan earlier would be to
     * scan for all levels. The few rules up to there run by themselves.
     */
    private int beginning(int phase) {
        int before = 0;
        int firstCovered = -1;
        for (int i = first; i < end; i++) {
            if (rules[i].info.phase() == phase) {
                if (gates.isGate(i)) {
                    return i;
                }
                before += isCovered(i) ? 1 : 0;
                firstCovered = firstCovered < 0 && isCovered(i) ? i : firstCovered;
                if (before > MOST_BEFORE_GATES) {
                    return firstCovered;
                }
            }
        }
        return Math.max(firstCovered, 0);
    }

    /** The plan for transactions whose gates have these outcomes. */
    ScanPlan plan(long outcomes) {
        ScanPlan known = find(outcomes);
        return known == null ? makeOnce(outcomes) : known;
    }

    /** The plan for such transactions if there is one already. */
    @Nullable
    ScanPlan find(long outcomes) {
        ScanPlan[] known = plans;
        for (ScanPlan plan : known) {
            if (plan.serves(outcomes)) {
                return plan;
            }
        }
        return null;
    }

    private synchronized ScanPlan makeOnce(long outcomes) {
        ScanPlan known = find(outcomes);
        if (known == null) {
            // Rules whose outcomes are beyond counting get one plan that takes no gate for granted.
            known = make(outcomes, plans.length < PLANS - 1);
            ScanPlan[] more = Arrays.copyOf(plans, plans.length + 1);
            more[plans.length] = known;
            plans = more;
        }
        return known;
    }

    private ScanPlan make(long outcomes, boolean trustsGates) {
        Reach reach = trustsGates ? Reach.of(rules, first, end, gates, outcomes) : Reach.everywhere(rules.length);
        long[] always = Bits.forSize(rules.length);
        long[] scanned = Bits.forSize(rules.length);
        int[] entries = new int[rules.length];
        Arrays.fill(entries, -1);
        Prefilter.Builder prefilter = Prefilter.builder();
        for (int i = first; i < end; i++) {
            if (reach.runs(i)) {
                Operator operator = covered[i];
                if (operator == null) {
                    Bits.set(always, i);
                } else {
                    entries[i] = operator.addTo(prefilter);
                    Bits.set(scanned, i);
                }
            }
        }
        return new ScanPlan(
                outcomes, trustsGates, always, scanned, new GroupMaker(this, prefilter.build(), entries, keys));
    }
}

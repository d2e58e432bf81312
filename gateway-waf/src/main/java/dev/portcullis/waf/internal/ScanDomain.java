package dev.portcullis.waf.internal;

import dev.portcullis.waf.operator.Operator;
import dev.portcullis.waf.pattern.Prefilter;
import java.util.ArrayList;
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
    private static final int PLANS = 16;

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

    final Prefilter prefilter;

    /** The variables that covered rules look at. */
    final Variable[] variables;

    final Rule[] rules;

    /** For each rule of the program its entry in the prefilter, -1 for one that is not covered. */
    private final int[] entries;

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
        entries = new int[rules.length];
        Arrays.fill(entries, -1);
        Prefilter.Builder builder = Prefilter.builder();
        Set<Variable> seen = EnumSet.noneOf(Variable.class);
        for (int i = first; i < end; i++) {
            Operator operator = covered(rules[i]);
            if (operator != null) {
                entries[i] = operator.addTo(builder);
                for (Target target : ((ValueLink) rules[i].links[0]).targets()) {
                    seen.addAll(List.of(target.sources));
                }
            }
        }
        prefilter = builder.build();
        variables = seen.toArray(Variable[]::new);
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
        return entries[rule] >= 0;
    }

    /** The plan for transactions whose gates have these outcomes. */
    ScanPlan plan(long outcomes) {
        ScanPlan[] known = plans;
        for (ScanPlan plan : known) {
            if (plan.outcomes == outcomes) {
                return plan;
            }
        }
        ScanPlan plan = make(outcomes);
        ScanPlan[] more = known.length == PLANS ? new ScanPlan[1] : Arrays.copyOf(known, known.length + 1);
        more[more.length - 1] = plan;
        plans = more;
        return plan;
    }

    private ScanPlan make(long outcomes) {
        Reach reach = Reach.of(rules, first, end, gates, outcomes);
        long[] always = Bits.forSize(rules.length);
        List<Integer> scanned = new ArrayList<>();
        for (int i = first; i < end; i++) {
            if (reach.runs(i)) {
                if (isCovered(i)) {
                    scanned.add(i);
                } else {
                    Bits.set(always, i);
                }
            }
        }
        return new ScanPlan(outcomes, always, groups(scanned));
    }

    private @Nullable ScanGroup[][] groups(List<Integer> scanned) {
        @Nullable ScanGroup[][] groups = new ScanGroup @Nullable [variables.length][];
        for (int v = 0; v < variables.length; v++) {
            groups[v] = new GroupMaker(this, variables[v], keys).make(scanned);
        }
        return groups;
    }

    int entry(int rule) {
        return entries[rule];
    }
}

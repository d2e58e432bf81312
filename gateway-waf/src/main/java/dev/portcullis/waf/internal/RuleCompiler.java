package dev.portcullis.waf.internal;

import dev.portcullis.waf.seclang.ActionText;
import dev.portcullis.waf.seclang.OperatorText;
import dev.portcullis.waf.seclang.Position;
import dev.portcullis.waf.seclang.Selector;
import dev.portcullis.waf.seclang.SyntaxException;
import dev.portcullis.waf.transform.Transformation;
import dev.portcullis.waf.transform.Transformations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compiles one rule. */
final class RuleCompiler {
    private final Findings findings;
    private final Settings settings;
    private final MacroCompiler macros;
    private final TargetCompiler targets;
    private final OperatorCompiler operators;
    private final Compiler.ActionCompiler actions;
    private final Chain root = Chain.none();

    RuleCompiler(
            Findings findings,
            Settings settings,
            MacroCompiler macros,
            TargetCompiler targets,
            OperatorCompiler operators,
            Compiler.ActionCompiler actions) {
        this.findings = findings;
        this.settings = settings;
        this.macros = macros;
        this.targets = targets;
        this.operators = operators;
        this.actions = actions;
    }

    /** A link cannot be compiled. */
    static final class LinkException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Position position;

        LinkException(Position position, SyntaxException cause) {
            super(cause.reason(), cause, false, false);
            this.position = position;
        }

        Position position() {
            return position;
        }

        String reason() {
            String message = getMessage();
            return message == null ? "" : message;
        }
    }

    Rule compile(RuleDraft draft, int index, Layout layout) throws LinkException {
        Position position = draft.position();
        try {
            List<ActionText> defaults = draft.defaults.get(layout.phases().get(index));
            ActionSet first = ActionSet.of(defaults, draft.links.get(0).actions);
            if (first.id < 0) {
                throw new SyntaxException("a rule needs an id");
            }
            if (first.skip < 0) {
                throw new SyntaxException("skip takes the number of rules to pass over");
            }
            List<Link> links = new ArrayList<>();
            for (RuleDraft.Link link : draft.links) {
                position = link.position;
                boolean starts = links.isEmpty();
                ActionSet set = starts ? first : later(defaults, link);
                noticeIgnored(set, link);
                links.add(link(link, set, starts, first.id));
            }
            position = draft.position();
            return new Rule(
                    index,
                    info(draft, first, layout.phases().get(index)),
                    links,
                    first.log,
                    disruption(first),
                    first.skip,
                    skipTo(first, draft, index, layout),
                    recordsMatches(draft),
                    RuleTraits.of(draft));
        } catch (SyntaxException e) {
            throw new LinkException(position, e);
        }
    }

    private static ActionSet later(List<ActionText> defaults, RuleDraft.Link link) throws SyntaxException {
        for (ActionText action : link.actions) {
            if (action.is("id") || action.is("skip") || action.is("skipAfter")) {
                throw new SyntaxException("the action " + action.name() + " belongs to the first rule of a chain");
            }
        }
        ActionSet set = ActionSet.of(defaults, link.actions);
        if (set.decision != ActionSet.Decision.NONE
                && set.decision != ActionSet.Decision.PASS
                && set.decision != ActionSet.Decision.BLOCK) {
            throw new SyntaxException("the decision of a chain belongs to its first rule");
        }
        return set;
    }

    private void noticeIgnored(ActionSet set, RuleDraft.Link link) {
        for (String action : set.ignored) {
            findings.notice(link.position, "action " + action, "the action " + action + " has no effect here");
        }
        for (ActionText action : link.actions) {
            if (action.unclosed()) {
                findings.notice(
                        link.position, "unclosed " + link.position, "the quote of the action msg is never closed");
            }
        }
    }

    private int skipTo(ActionSet set, RuleDraft draft, int index, Layout layout) {
        if (set.skipAfter.isEmpty()) {
            return -1;
        }
        int next = layout.after(index, set.skipAfter);
        if (next < 0) {
            findings.notice(
                    draft.position(),
                    "marker " + set.skipAfter,
                    "there is no SecMarker " + set.skipAfter + " behind this rule, so it skips the rest of its phase");
            return layout.endOfPhase(index);
        }
        return next;
    }

    private RuleInfo info(RuleDraft draft, ActionSet set, int phase) throws SyntaxException {
        List<RuleInfo.Message> tags = new ArrayList<>();
        for (String tag : set.tags) {
            tags.add(new RuleInfo.Message(tag, macros.compile(tag)));
        }
        return new RuleInfo(
                set.id,
                phase,
                draft.position(),
                message(set.message),
                message(set.data),
                tags,
                set.revision,
                set.version,
                set.severity,
                set.maturity,
                set.accuracy);
    }

    private RuleInfo.@Nullable Message message(@Nullable String text) throws SyntaxException {
        return text == null ? null : new RuleInfo.Message(text, macros.compile(text));
    }

    private Disruption disruption(ActionSet set) throws SyntaxException {
        return switch (set.effectiveDecision()) {
            case DENY -> new Disruption(Disruption.Kind.DENY, status(set, 403), null);
            case DROP -> new Disruption(Disruption.Kind.DROP, status(set, 403), null);
            case REDIRECT -> new Disruption(Disruption.Kind.REDIRECT, status(set, 302), macros.compile(set.location));
            case ALLOW -> new Disruption(Disruption.Kind.ALLOW, 200, null);
            case ALLOW_PHASE -> new Disruption(Disruption.Kind.ALLOW_PHASE, 200, null);
            case ALLOW_REQUEST -> new Disruption(Disruption.Kind.ALLOW_REQUEST, 200, null);
            case NONE, PASS, BLOCK -> Disruption.PASS;
        };
    }

    private static int status(ActionSet set, int usual) throws SyntaxException {
        if (set.status != 0 && (set.status < 100 || set.status > 599)) {
            throw new SyntaxException("the status is a number from 100 to 599, not " + set.status);
        }
        return set.status == 0 ? usual : set.status;
    }

    private Link link(RuleDraft.Link draft, ActionSet set, boolean first, long id) throws SyntaxException {
        List<Action> runTime = new ArrayList<>();
        for (ActionText action : set.runTime) {
            runTime.add(actions.compile(action));
        }
        Optional<OperatorText> operator = draft.operator;
        if (operator.isEmpty()) {
            return new AlwaysLink(new LinkHead(first, runTime, "", "", false));
        }
        OperatorText text = operator.get();
        LinkHead head = new LinkHead(first, runTime, text.name(), text.argument(), text.negated());
        List<Target> looksAt = targets.compile(draft.selectors);
        Chain chain = chain(set);
        Optional<Comparison> comparison = Comparison.named(text.name());
        if (comparison.isPresent()
                && chain.isRoot()
                && looksAt.size() == 1
                && NumberLink.isNumber(looksAt.get(0))
                && Ascii.isNumberOrMacro(text.argument())) {
            return new NumberLink(head, looksAt.get(0), comparison.get(), macros.compile(text.argument()));
        }
        Condition condition = operators.compile(text, id, draft.position);
        return new ValueLink(head, looksAt, condition, chain, set.multiMatch, set.capture);
    }

    private Chain chain(ActionSet set) throws SyntaxException {
        Chain chain = root;
        for (String name : set.transformations) {
            Optional<Transformation> step = Transformations.named(name, settings.unicodeMap());
            if (step.isEmpty()) {
                throw new SyntaxException("unknown transformation " + name);
            }
            chain = chain.then(Ascii.lower(name), step.get());
        }
        return chain;
    }

    /** Whether some link asks which values the links before it matched. */
    private static boolean recordsMatches(RuleDraft draft) {
        for (RuleDraft.Link link : draft.links) {
            for (Selector selector : link.selectors) {
                if (mentions(selector.variable())) {
                    return true;
                }
            }
            if (link.operator.isPresent() && mentions(link.operator.get().argument())) {
                return true;
            }
            for (ActionText action : link.actions) {
                if (mentions(action.value())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean mentions(String text) {
        return Ascii.lower(text).contains("matched_vars");
    }
}

package dev.portcullis.waf.internal;

import dev.portcullis.waf.seclang.ActionText;
import dev.portcullis.waf.seclang.Directive;
import dev.portcullis.waf.seclang.Selector;
import dev.portcullis.waf.seclang.SyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** The rules read so far, in order, and the directives that change or remove earlier ones. */
final class Drafts {
    private final Findings findings;
    private final List<DraftItem> items = new ArrayList<>();

    Drafts(Findings findings) {
        this.findings = findings;
    }

    void add(DraftItem item) {
        items.add(item);
    }

    List<DraftItem> items() {
        return items;
    }

    /** Takes a directive; false if it is not one of these. */
    boolean take(Directive directive) throws SyntaxException {
        List<String> words = directive.arguments();
        switch (directive.name().toLowerCase(Locale.ROOT)) {
            case "secruleremovebyid" -> {
                need(directive, !words.isEmpty());
                for (String word : words) {
                    remove(directive, IdRanges.of(word)::has);
                }
            }
            case "secruleremovebytag" -> {
                need(directive, words.size() == 1);
                remove(directive, rule -> rule.hasTag(words.get(0)));
            }
            case "secruleremovebymsg" -> {
                need(directive, words.size() == 1);
                remove(directive, rule -> rule.hasMessage(words.get(0)));
            }
            case "secruleupdatetargetbyid" -> updateTargets(directive, IdRanges.of(first(directive))::has);
            case "secruleupdatetargetbytag" -> updateTargets(directive, rule -> rule.hasTag(words.get(0)));
            case "secruleupdatetargetbymsg" -> updateTargets(directive, rule -> rule.hasMessage(words.get(0)));
            case "secruleupdateactionbyid" -> updateActions(directive);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void need(Directive directive, boolean enough) throws SyntaxException {
        if (!enough) {
            throw new SyntaxException("the number of words after " + directive.name() + " is wrong");
        }
    }

    private static String first(Directive directive) throws SyntaxException {
        need(directive, !directive.arguments().isEmpty());
        return directive.arguments().get(0);
    }

    private void remove(Directive directive, Predicate<RuleDraft> which) {
        if (!items.removeIf(item -> item instanceof RuleDraft rule && which.test(rule))) {
            nothingMeant(directive);
        }
    }

    private void updateTargets(Directive directive, Predicate<RuleDraft> which) throws SyntaxException {
        List<String> words = directive.arguments();
        need(directive, words.size() == 2 || words.size() == 3);
        List<Selector> added = Selector.commaList(words.get(1));
        List<Selector> replaced = words.size() == 3 ? Selector.commaList(words.get(2)) : List.of();
        boolean any = false;
        for (DraftItem item : items) {
            if (item instanceof RuleDraft rule && which.test(rule)) {
                any = true;
                List<Selector> selectors = rule.links.get(0).selectors;
                selectors.removeAll(replaced);
                selectors.addAll(added);
            }
        }
        if (!any) {
            nothingMeant(directive);
        }
    }

    private void updateActions(Directive directive) throws SyntaxException {
        List<String> words = directive.arguments();
        need(directive, words.size() == 2);
        int colon = words.get(0).indexOf(':');
        IdRanges ids = IdRanges.of(colon < 0 ? words.get(0) : words.get(0).substring(0, colon));
        int link = colon < 0 ? 0 : IdRanges.number(words.get(0).substring(colon + 1));
        List<ActionText> actions = ActionText.list(words.get(1));
        for (ActionText action : actions) {
            if (action.is("id") || action.is("phase") || action.is("chain")) {
                throw new SyntaxException("id, phase and chain of a rule cannot be changed");
            }
        }
        boolean any = false;
        for (DraftItem item : items) {
            if (item instanceof RuleDraft rule && ids.has(rule)) {
                if (link >= rule.links.size()) {
                    throw new SyntaxException("rule " + rule.id() + " has no link " + link);
                }
                any = true;
                rule.links.get(link).actions.addAll(actions);
            }
        }
        if (!any) {
            nothingMeant(directive);
        }
    }

    private void nothingMeant(Directive directive) {
        findings.notice(
                directive.position(),
                directive.position().toString(),
                directive.name() + " means no rule that was loaded before it");
    }
}

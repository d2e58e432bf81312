package dev.portcullis.waf.internal;

import dev.portcullis.waf.seclang.Selector;
import dev.portcullis.waf.seclang.SyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Collects what one user of a program changes about it. What means nothing is a mistake of whoever wrote it, so every call
 * tells. Not thread-safe.
 */
public final class OverlayBuilder {
    private final Rule[] rules;
    private long @Nullable [] removed;
    private long @Nullable [] detecting;
    private long @Nullable [] shadowed;
    private Exclusion @Nullable [] @Nullable [] targets;
    private final List<Overlay.Preset> presets = new ArrayList<>();

    /** A builder that changes nothing yet. */
    public OverlayBuilder(@Nullable Program program) {
        rules = program == null ? new Rule[0] : program.rules;
    }

    /** Takes over what another overlay of the same program changes. */
    public OverlayBuilder from(Overlay other) {
        removed = copy(other.removed);
        detecting = copy(other.detecting());
        shadowed = copy(other.shadowed());
        targets = other.targets == null ? null : other.targets.clone();
        presets.addAll(other.presets());
        return this;
    }

    private static long @Nullable [] copy(long @Nullable [] words) {
        return words == null ? null : words.clone();
    }

    /** What the rules say about themselves. */
    public List<RuleInfo> infos() {
        List<RuleInfo> infos = new ArrayList<>();
        for (Rule rule : rules) {
            infos.add(rule.info);
        }
        return infos;
    }

    /** Leaves rules out; the number of rules that are meant. */
    public int remove(Predicate<RuleInfo> which) {
        List<Rule> meant = meant(which);
        removed = set(removed, meant);
        return meant.size();
    }

    /** Lets rules decide nothing; the number of rules that are meant. */
    public int detect(Predicate<RuleInfo> which) {
        List<Rule> meant = meant(which);
        detecting = set(detecting, meant);
        return meant.size();
    }

    /**
     * Lets rules run without a trace; the number of rules that are meant.
     *
     * @throws SyntaxException if one of them steers other rules
     */
    public int shadow(Predicate<RuleInfo> which) throws SyntaxException {
        List<Rule> meant = meant(which);
        for (Rule rule : meant) {
            if (!rule.traits.onlyScores()) {
                throw new SyntaxException("rule " + rule.info.id()
                        + " steers other rules or keeps records, so it cannot run in shadow; let it detect, or exclude"
                        + " it");
            }
        }
        shadowed = set(shadowed, meant);
        return meant.size();
    }

    /**
     * Takes values away from rules; the number of rules that look at such values, or -1 if no rule is meant at all.
     *
     * @param target as a rule would name it: {@code ARGS:comment}
     */
    public int exclude(Predicate<RuleInfo> which, String target) throws SyntaxException {
        Selector selector = Selector.of(target.startsWith("!") ? target.substring(1) : target);
        if (selector.count()) {
            throw new SyntaxException("values are excluded, not their number: " + target);
        }
        Variable variable = Names.variable(selector);
        Exclusion exclusion = switch (selector.kind()) {
            case KEY -> new Exclusion(variable, Keys.NONE, Names.wholeKey(selector.key()));
            case PATTERN -> new Exclusion(variable, Keys.NONE, Names.keyPattern(selector.key(), 0));
            case ALL, PATH -> new Exclusion(variable, Keys.NONE, null);
        };
        List<Rule> meant = meant(which);
        int looking = 0;
        for (Rule rule : meant) {
            if (rule.links[0].looksAt(variable)) {
                looking++;
                add(rule.index, exclusion);
            }
        }
        return meant.isEmpty() ? -1 : looking;
    }

    private void add(int rule, Exclusion exclusion) {
        Exclusion @Nullable [] @Nullable [] all = targets;
        if (all == null) {
            all = new Exclusion @Nullable [rules.length][];
            targets = all;
        }
        Exclusion @Nullable [] before = all[rule];
        Exclusion[] after = before == null ? new Exclusion[1] : Arrays.copyOf(before, before.length + 1);
        after[after.length - 1] = exclusion;
        all[rule] = after;
    }

    /** Sets a variable of {@code TX} at the start of each transaction. */
    public void preset(String name, String value) {
        presets.add(new Overlay.Preset(Text.of(name), Text.of(value)));
    }

    private List<Rule> meant(Predicate<RuleInfo> which) {
        List<Rule> meant = new ArrayList<>();
        for (Rule rule : rules) {
            if (which.test(rule.info)) {
                meant.add(rule);
            }
        }
        return meant;
    }

    private long @Nullable [] set(long @Nullable [] before, List<Rule> meant) {
        if (meant.isEmpty()) {
            return before;
        }
        long[] words = before == null ? new long[(rules.length + 63) >> 6] : before;
        for (Rule rule : meant) {
            words[rule.index >> 6] |= 1L << rule.index;
        }
        return words;
    }

    /** The overlay. */
    public Overlay build() {
        return new Overlay(
                copy(removed), targets == null ? null : targets.clone(), copy(detecting), copy(shadowed), presets);
    }
}

package dev.portcullis.waf;

import dev.portcullis.waf.internal.Nearest;
import dev.portcullis.waf.internal.Overlay;
import dev.portcullis.waf.internal.OverlayBuilder;
import dev.portcullis.waf.internal.Program;
import dev.portcullis.waf.internal.RuleInfo;
import dev.portcullis.waf.seclang.SyntaxException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Resolves overrides against the rules that they are about. */
final class AppliedOverrides {
    private final OverlayBuilder overlay;

    private AppliedOverrides(OverlayBuilder overlay) {
        this.overlay = overlay;
    }

    static Overlay apply(Overrides overrides, Program program, Overlay before) {
        AppliedOverrides applied = new AppliedOverrides(new OverlayBuilder(program).from(before));
        for (Overrides.Change change : overrides.changes()) {
            try {
                applied.take(change);
            } catch (SyntaxException e) {
                throw new IllegalArgumentException(e.reason(), e);
            }
        }
        return applied.overlay.build();
    }

    private void take(Overrides.Change change) throws SyntaxException {
        if (change instanceof Overrides.Change.Remove remove) {
            require(remove.rules(), overlay.remove(means(remove.rules())));
        } else if (change instanceof Overrides.Change.Detect detect) {
            require(detect.rules(), overlay.detect(means(detect.rules())));
        } else if (change instanceof Overrides.Change.Shadow shadow) {
            require(shadow.rules(), overlay.shadow(means(shadow.rules())));
        } else if (change instanceof Overrides.Change.Exclude exclude) {
            exclude(exclude);
        } else if (change instanceof Overrides.Change.Preset preset) {
            overlay.preset(preset.name(), preset.value());
        }
    }

    private void exclude(Overrides.Change.Exclude exclude) throws SyntaxException {
        int looking = 0;
        for (String target : exclude.targets()) {
            int found = overlay.exclude(means(exclude.rules()), target);
            require(exclude.rules(), found < 0 ? 0 : 1);
            looking += found;
        }
        if (looking == 0) {
            throw new IllegalArgumentException(exclude.rules() + " does not look at "
                    + String.join(" or ", exclude.targets()) + "; there is nothing to exclude");
        }
    }

    private void require(RuleSelector rules, int meant) {
        if (meant == 0) {
            throw new IllegalArgumentException("no rule is meant by " + rules + suggestion(rules));
        }
    }

    private String suggestion(RuleSelector rules) {
        if (rules instanceof RuleSelector.Tag tag) {
            Set<String> tags = new TreeSet<>();
            overlay.infos().forEach(info -> info.tags().forEach(known -> tags.add(known.written())));
            return Nearest.didYouMean(tag.tag(), tags);
        }
        if (rules instanceof RuleSelector.Ids ids && ids.first() == ids.last()) {
            Set<String> known = new TreeSet<>();
            overlay.infos().stream()
                    .filter(info -> info.message() != null)
                    .forEach(info -> known.add(Long.toString(info.id())));
            return Nearest.didYouMean(Long.toString(ids.first()), known);
        }
        return "";
    }

    private static Predicate<RuleInfo> means(RuleSelector selector) {
        if (selector instanceof RuleSelector.Ids ids) {
            return rule -> rule.id() >= ids.first() && rule.id() <= ids.last();
        }
        if (selector instanceof RuleSelector.Tag tag) {
            return rule -> rule.tags().stream().anyMatch(t -> t.written().equals(tag.tag()));
        }
        return rule -> true;
    }
}

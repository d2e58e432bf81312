package dev.portcullis.waf.internal;

import dev.portcullis.waf.seclang.Selector;
import dev.portcullis.waf.seclang.SyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compiles the variables of a link: names become numbers, exclusions go to the variables that they concern. */
final class TargetCompiler {
    private final Names names;

    TargetCompiler(Names names) {
        this.names = names;
    }

    /** The targets of a link; none if all of them are excluded. */
    List<Target> compile(List<Selector> selectors) throws SyntaxException {
        List<Exclusion> exclusions = new ArrayList<>();
        for (Selector selector : selectors) {
            if (selector.exclude()) {
                exclusions.add(exclusion(selector));
            }
        }
        List<Target> targets = new ArrayList<>();
        boolean any = false;
        for (Selector selector : selectors) {
            if (!selector.exclude()) {
                any = true;
                Target target = target(selector, exclusions);
                if (target != null) {
                    targets.add(target);
                }
            }
        }
        if (!any) {
            throw new SyntaxException("a rule needs a variable that is not excluded");
        }
        return targets;
    }

    /** What a selector takes away. */
    Exclusion exclusion(Selector selector) throws SyntaxException {
        Variable variable = Names.variable(selector);
        return switch (selector.kind()) {
            case KEY -> new Exclusion(variable, names.key(selector.key()), null);
            case PATTERN -> new Exclusion(variable, Keys.NONE, names.pattern(selector.key()));
            case ALL, PATH -> new Exclusion(variable, Keys.NONE, null);
        };
    }

    private @Nullable Target target(Selector selector, List<Exclusion> exclusions) throws SyntaxException {
        Variable variable = Names.variable(selector);
        if (variable == Variable.FILES_TMPNAMES) {
            throw new SyntaxException(
                    "FILES_TMPNAMES has no values: files are not written to disk; use FILES or" + " FILES_TMP_CONTENT");
        }
        boolean byKey = selector.kind() == Selector.Kind.KEY;
        boolean byPattern = selector.kind() == Selector.Kind.PATTERN;
        int place = byKey && variable == Variable.TX ? names.place(selector.key()) : -1;
        int key = byKey ? names.key(selector.key()) : Keys.NONE;
        List<Exclusion> concerning = new ArrayList<>();
        for (Exclusion exclusion : exclusions) {
            if (exclusion.variable() == variable) {
                if (exclusion.coversAll() || (byKey && exclusion.key() == key)) {
                    return null;
                }
                concerning.add(exclusion);
            }
        }
        return new Target(
                variable,
                selector.count(),
                place,
                place >= 0 ? Keys.NONE : key,
                byPattern ? names.pattern(selector.key()) : null,
                concerning.toArray(new Exclusion[0]));
    }
}

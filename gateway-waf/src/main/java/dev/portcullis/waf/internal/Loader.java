package dev.portcullis.waf.internal;

import dev.portcullis.waf.seclang.ActionText;
import dev.portcullis.waf.seclang.Directive;
import dev.portcullis.waf.seclang.RuleText;
import dev.portcullis.waf.seclang.SyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns directives, in order, into a program. */
public final class Loader {
    private final Findings findings;
    private final Providers providers;
    private final SettingsBuilder settings;
    private final Drafts drafts;
    private final List<List<ActionText>> defaults = new ArrayList<>();
    private @Nullable RuleDraft open;

    /** A loader that tells these findings what it finds. */
    public Loader(Findings findings, Providers providers) {
        this.findings = findings;
        this.providers = providers;
        this.settings = new SettingsBuilder(findings);
        this.drafts = new Drafts(findings);
        for (int phase = 0; phase <= Program.PHASES; phase++) {
            defaults.add(List.of());
        }
    }

    /** Replaces what directives say about these bounds. */
    public Loader bounds(Bounds bounds) {
        settings.bounds(bounds);
        return this;
    }

    /** Compiles the directives. The program is of use only if there are no flaws. */
    public Program load(List<Directive> directives) {
        for (Directive directive : directives) {
            try {
                take(directive);
            } catch (SyntaxException e) {
                findings.flaw(directive.position(), e.reason());
            }
        }
        if (open != null) {
            findings.flaw(open.position(), "the chain that begins here is not continued");
        }
        return new Compiler(findings, settings.build(), providers).compile(drafts.items());
    }

    private void take(Directive directive) throws SyntaxException {
        if (directive.is("SecRule") || directive.is("SecAction")) {
            rule(RuleText.of(directive));
            return;
        }
        if (open != null) {
            RuleDraft chain = open;
            open = null;
            throw new SyntaxException("a SecRule must follow to continue the chain that begins at " + chain.position());
        }
        switch (directive.name().toLowerCase(Locale.ROOT)) {
            case "secmarker" -> marker(directive);
            case "secdefaultaction" -> defaultAction(directive);
            default -> other(directive);
        }
    }

    private void rule(RuleText text) {
        RuleDraft draft = open;
        if (draft == null) {
            draft = new RuleDraft(text, defaults);
            drafts.add(draft);
        } else {
            draft.links.add(new RuleDraft.Link(text));
        }
        open = draft.isOpen() ? draft : null;
    }

    private void marker(Directive directive) throws SyntaxException {
        if (directive.arguments().size() != 1) {
            throw new SyntaxException("SecMarker takes one name");
        }
        drafts.add(new DraftItem.Marker(directive.arguments().get(0)));
    }

    private void defaultAction(Directive directive) throws SyntaxException {
        if (directive.arguments().size() != 1) {
            throw new SyntaxException("SecDefaultAction takes one list of actions");
        }
        List<ActionText> actions = ActionText.list(directive.arguments().get(0));
        ActionSet set = ActionSet.of(List.of(), actions);
        boolean decides = set.decision != ActionSet.Decision.NONE && set.decision != ActionSet.Decision.BLOCK;
        if (!decides || set.id >= 0 || set.chain || set.skip != 0 || !set.skipAfter.isEmpty()) {
            throw new SyntaxException(
                    "SecDefaultAction needs a phase and a decision (pass, deny, ...), and takes no id,"
                            + " chain or skip");
        }
        defaults.set(set.phase, actions);
    }

    private void other(Directive directive) throws SyntaxException {
        if (settings.take(directive) || drafts.take(directive)) {
            return;
        }
        Optional<String> ignored = InertDirectives.ignored(directive.name());
        if (ignored.isPresent()) {
            findings.notice(directive.position(), directive.name(), directive.name() + " " + ignored.get());
            return;
        }
        Optional<String> refused = InertDirectives.refused(directive.name());
        throw new SyntaxException(refused.map(reason -> directive.name() + " is not supported: " + reason)
                .orElse("unknown directive " + directive.name()));
    }
}

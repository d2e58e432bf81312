package dev.portcullis.waf.internal;

import dev.portcullis.waf.seclang.ActionText;
import dev.portcullis.waf.seclang.OperatorText;
import dev.portcullis.waf.seclang.Position;
import dev.portcullis.waf.seclang.RuleText;
import dev.portcullis.waf.seclang.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A rule that was read and not compiled yet: later directives may still change it. */
final class RuleDraft implements DraftItem {
    /** One link of the chain. */
    static final class Link {
        final List<Selector> selectors;
        final Optional<OperatorText> operator;
        final List<ActionText> actions;
        final Position position;

        Link(RuleText text) {
            selectors = new ArrayList<>(text.selectors());
            operator = text.operator();
            actions = new ArrayList<>(text.actions());
            position = text.position();
        }

        boolean isChained() {
            for (ActionText action : actions) {
                if (action.is("chain")) {
                    return true;
                }
            }
            return false;
        }
    }

    final List<Link> links = new ArrayList<>();

    /** The defaults of each phase where the rule stands; the index is the phase. */
    final List<List<ActionText>> defaults;

    private final long id;

    RuleDraft(RuleText text, List<List<ActionText>> defaults) {
        links.add(new Link(text));
        id = id(text.actions());
        this.defaults = List.copyOf(defaults);
    }

    Position position() {
        return links.get(0).position;
    }

    /** Whether another link must follow. */
    boolean isOpen() {
        return links.get(links.size() - 1).isChained();
    }

    /** The id as written, or -1 if there is none that is a number. */
    long id() {
        return id;
    }

    private static long id(List<ActionText> actions) {
        long id = -1;
        for (ActionText action : actions) {
            if (action.is("id")) {
                try {
                    id = Long.parseLong(action.value());
                } catch (NumberFormatException e) {
                    return -1;
                }
            }
        }
        return id;
    }

    boolean hasTag(String tag) {
        return has("tag", tag);
    }

    boolean hasMessage(String message) {
        return has("msg", message);
    }

    private boolean has(String name, String value) {
        for (ActionText action : links.get(0).actions) {
            if (action.value().equals(value) && action.is(name)) {
                return true;
            }
        }
        return false;
    }
}

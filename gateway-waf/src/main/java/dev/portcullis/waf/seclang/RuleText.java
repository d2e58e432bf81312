package dev.portcullis.waf.seclang;

import java.util.List;
import java.util.Optional;

/**
 * A {@code SecRule} or {@code SecAction} taken apart.
 *
 * @param operator empty for a {@code SecAction}
 * @param operatorText the operator as written, for log lines
 */
public record RuleText(
        List<Selector> selectors,
        Optional<OperatorText> operator,
        String operatorText,
        List<ActionText> actions,
        Position position) {
    /** Copies the lists. */
    public RuleText {
        selectors = List.copyOf(selectors);
        actions = List.copyOf(actions);
    }

    /** Takes a {@code SecRule} or {@code SecAction} apart. */
    public static RuleText of(Directive directive) throws SyntaxException {
        List<String> words = directive.arguments();
        if (directive.is("SecAction")) {
            if (words.size() != 1) {
                throw new SyntaxException("SecAction takes one list of actions, quoted if it has blanks");
            }
            return new RuleText(List.of(), Optional.empty(), "", ActionText.list(words.get(0)), directive.position());
        }
        if (words.size() < 2 || words.size() > 3) {
            throw new SyntaxException("SecRule takes variables, an operator and actions, each quoted if it has blanks;"
                    + " here are " + words.size() + " words");
        }
        return new RuleText(
                Selector.list(words.get(0)),
                Optional.of(OperatorText.of(words.get(1))),
                words.get(1),
                words.size() == 3 ? ActionText.list(words.get(2)) : List.of(),
                directive.position());
    }

    /** Whether the rule goes on in the next one. */
    public boolean isChained() {
        for (ActionText action : actions) {
            if (action.is("chain")) {
                return true;
            }
        }
        return false;
    }
}

package dev.portcullis.waf.internal;

import java.util.List;

/**
 * What every kind of link has.
 *
 * @param first whether it starts the rule; targets that a transaction removes are those of the first link
 */
record LinkHead(boolean first, List<Action> actions, String operatorName, String operatorArgument, boolean negated) {
    LinkHead {
        actions = List.copyOf(actions);
    }
}

package dev.portcullis.waf.pattern;

import java.util.Map;

/**
 * A parsed pattern.
 *
 * @param plain whether an automaton surely can run it and its program surely is small, as the parser could tell; where it
 *     could not, {@link NeedsBacktracking} and {@link ProgramSize} do
 */
record Syntax(Node root, int groups, Map<String, Integer> groupNames, boolean plain) {}

package dev.portcullis.waf.pattern;

/** Goes from one state of an automaton to the next, one step at a time. Belongs to one thread at a time. */
interface StateWalker {
    /** The state that a search begins in. */
    StateTable.State begin(int context);

    /** Goes from a state over an input. */
    void step(StateTable.State from, int input);

    /** Whether the place that the last step left is one that is looked for. */
    boolean isFlagged();

    /** Whether nothing can follow after the last step. */
    boolean isDead();

    /** The state that the last step led to. */
    StateTable.State state();

    /** How many instructions all steps so far looked at. */
    long work();
}

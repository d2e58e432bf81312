package dev.portcullis.waf.pattern;

/** An automaton that builds its states as texts ask for them. */
interface StateOwner {
    /** Forgets all states; searches that are running end on what they have. */
    void dropStates();
}

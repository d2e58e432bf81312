package dev.portcullis.waf.internal;

/** Something that a rule does each time a value matches, besides deciding. */
@FunctionalInterface
interface Action {
    void run(Execution execution);

    /** The place of TX that it changes, where the rule spells it out; else -1. */
    default int placeOfTx() {
        return -1;
    }
}

package dev.portcullis.waf.internal;

/** Something that a rule does each time a value matches, besides deciding. */
@FunctionalInterface
interface Action {
    void run(Execution execution);
}

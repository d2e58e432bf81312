package dev.portcullis.examples.cli;

/** The exit codes of every command; scripts rely on them. */
final class Exit {
    /** Done, and as expected. */
    static final int OK = 0;

    /** Findings, refusals or broken records. */
    static final int FINDINGS = 1;

    /** Wrong usage. */
    static final int USAGE = 2;

    /** Something could not be read, bound or connected. */
    static final int UNREADABLE = 3;

    private Exit() {}
}

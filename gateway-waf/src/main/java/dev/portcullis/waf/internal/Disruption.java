package dev.portcullis.waf.internal;

import org.jspecify.annotations.Nullable;

/**
 * What a rule decides when it matches.
 *
 * @param status the status that goes with a refusal
 * @param location where a redirect leads
 */
record Disruption(Kind kind, int status, @Nullable Template location) {
    /** The decisions. */
    enum Kind {
        /** Go on. */
        PASS,
        /** Refuse with a status. */
        DENY,
        /** Refuse by closing the connection. */
        DROP,
        /** Answer with another place. */
        REDIRECT,
        /** Skip the rules of all phases but the last. */
        ALLOW,
        /** Skip the rest of this phase. */
        ALLOW_PHASE,
        /** Skip the rules of the request's phases. */
        ALLOW_REQUEST
    }

    static final Disruption PASS = new Disruption(Kind.PASS, 200, null);

    boolean refuses() {
        return kind == Kind.DENY || kind == Kind.DROP || kind == Kind.REDIRECT;
    }

    boolean allows() {
        return kind == Kind.ALLOW || kind == Kind.ALLOW_PHASE || kind == Kind.ALLOW_REQUEST;
    }
}

package dev.portcullis.gateway.policy.spi;

/** What a policy is loaded for. */
public enum Purpose {
    /** It will serve requests. */
    SERVE,
    /**
     * It is checked, and runs its tests: nothing is written, no connection is opened and no thread started. An authentication
     * filter takes {@link TestCaller} for a credential.
     */
    CHECK
}

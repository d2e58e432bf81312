package dev.portcullis.gateway.policy.model;

/** What a custom filter's late or failed decision means. */
public enum OnFailure {
    /** The request is refused with 503. */
    CLOSED,
    /** The request goes on where the filter says so; an exception is 503 all the same. */
    OPEN
}

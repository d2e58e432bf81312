package dev.portcullis.gateway.policy.model;

/** Whether a caller has to say who it is. */
public enum Authenticate {
    /** A request without a valid credential is refused. */
    REQUIRED,
    /** A request without a credential is anonymous; a bad credential is still refused. */
    OPTIONAL,
    /** Credentials are not looked at. */
    NONE
}

package dev.portcullis.gateway;

/** The decision to go on; see {@link Decision#CONTINUE}. */
public enum Continue implements Decision {
    /** The only instance. */
    INSTANCE
}

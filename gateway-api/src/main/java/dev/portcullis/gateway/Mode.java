package dev.portcullis.gateway;

/** How a filter runs on a route. */
public enum Mode {
    /** Its verdicts count. */
    ENFORCE,
    /** It works on separate state; its verdicts and failures are recorded and change nothing. */
    SHADOW,
    /** It is not called. */
    OFF
}

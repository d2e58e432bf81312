package dev.portcullis.gateway.policy.model;

/** How bodies pass. */
public enum BodyHandling {
    /** They are collected and inspected where a filter asks for it. */
    INSPECT,
    /** Request and response stream through uninspected. */
    STREAM
}

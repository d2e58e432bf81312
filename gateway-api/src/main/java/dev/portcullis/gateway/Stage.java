package dev.portcullis.gateway;

/**
 * The places in the pipeline, in their fixed order: what is refused early has been audited and has cost nothing that comes
 * later. The canonical head is made before the first of them, body inspectors run after the last, in the same order.
 */
public enum Stage {
    /** Observes everything that follows. */
    AUDIT,
    /** Finds the route; what no route admits is not exposed. */
    ROUTE,
    /** Answers CORS preflights. */
    CORS,
    /** Transport and hygiene: required TLS, identity headers, CSRF, transforms. */
    HYGIENE,
    /** Limits by address. */
    LIMIT_BY_ADDRESS,
    /** Who is calling. */
    AUTHENTICATION,
    /** Limits by principal. */
    LIMIT_BY_PRINCIPAL,
    /** May they. */
    AUTHORIZATION,
    /** The rules on the head; they subscribe to the bodies here. */
    WAF,
    /** The application's own filters, unless they say otherwise. */
    CUSTOM,
    /** The last step before the handler: where the route says that the audit is required, it may refuse. */
    AUDIT_REQUIRED
}

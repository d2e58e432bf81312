package dev.portcullis.gateway.policy.model;

/** What {@code modes} can name. */
public enum Feature {
    /** The web application firewall; may be off. */
    WAF("waf", true),
    /** The rate limits; may be off. */
    RATE_LIMITS("rateLimits", true),
    /** What a caller may do; never off. */
    AUTHORIZATION("authorization", false),
    /** Who is calling; never off. */
    AUTHENTICATION("authentication", false);

    private final String key;
    private final boolean mayBeOff;

    Feature(String key, boolean mayBeOff) {
        this.key = key;
        this.mayBeOff = mayBeOff;
    }

    /** As it is written in {@code modes}. */
    public String key() {
        return key;
    }

    /** Whether a policy can switch it off. */
    public boolean mayBeOff() {
        return mayBeOff;
    }
}

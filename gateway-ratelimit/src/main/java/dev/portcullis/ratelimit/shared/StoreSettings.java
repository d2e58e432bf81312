package dev.portcullis.ratelimit.shared;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How to live with a store.
 *
 * @param deadline how long a request waits for it at most
 * @param onOutage what happens without it
 * @param nodes how many nodes share the limits
 * @param lease how many tokens a node takes at once for a key that is hot; 1: no more than are asked for
 */
public record StoreSettings(Duration deadline, OnOutage onOutage, int nodes, int lease) {
    /** What happens to requests while the store does not answer. */
    public enum OnOutage {
        /** They pass. */
        OPEN,
        /** They are refused with 503. */
        CLOSED,
        /** Each node holds them to its share of the limit. */
        LOCAL_SHARE
    }

    /** Checks the ranges. */
    public StoreSettings {
        requireNonNull(onOutage, "onOutage");
        if (deadline.isZero() || deadline.isNegative()) {
            throw new IllegalArgumentException("deadline: a positive time expected, got " + deadline);
        }
        if (nodes < 1 || lease < 1) {
            throw new IllegalArgumentException("nodes and lease: at least 1 expected, got " + nodes + " and " + lease);
        }
    }
}

package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

/**
 * The decision to refuse.
 *
 * @param rejection why, and with which fields
 */
public record Reject(Rejection rejection) implements Decision {
    /** Refuses for the reason given. */
    public Reject {
        requireNonNull(rejection, "rejection");
    }
}

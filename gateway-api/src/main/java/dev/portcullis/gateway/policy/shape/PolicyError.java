package dev.portcullis.gateway.policy.shape;

import static java.util.Objects.requireNonNull;

/**
 * One mistake in a policy: where, what, and a stable code.
 *
 * @param position where it stands
 * @param message what is wrong and what to do; carries no secret
 * @param code stable, words joined by hyphens, such as {@code unknown-key}
 */
public record PolicyError(Position position, String message, String code) {
    /** Checks that all is there. */
    public PolicyError {
        requireNonNull(position, "position");
        requireNonNull(message, "message");
        requireNonNull(code, "code");
    }

    /** {@code orders.yaml:14:9: error: unknown key "audiance" in ...; did you mean "audience"? [unknown-key]}. */
    @Override
    public String toString() {
        return position + ": error: " + message + " [" + code + ']';
    }
}

package dev.portcullis.gateway.policy;

import dev.portcullis.gateway.policy.model.GatewayPolicy;
import dev.portcullis.gateway.policy.shape.Errors;
import dev.portcullis.gateway.policy.shape.Node;
import dev.portcullis.gateway.policy.shape.Place;
import dev.portcullis.gateway.policy.shape.Position;
import dev.portcullis.gateway.policy.shape.Sources;
import org.jspecify.annotations.Nullable;

/**
 * A policy that was read but not yet put together: everything that it needs of files is in it already.
 *
 * @param label what error messages call it
 * @param digest SHA-256 of the document; {@code null} where it was built in Java or could not be read
 * @param root the document; {@code null} where it was built in Java or could not be parsed
 * @param policy what was read; {@code null} where mistakes left nothing to use
 * @param errors the mistakes so far
 * @param sources where files and variables came from
 */
record Draft(
        String label,
        @Nullable String digest,
        @Nullable Node root,
        @Nullable GatewayPolicy policy,
        Errors errors,
        Sources sources) {
    /** Where a part of it stands. */
    Position position(Place place) {
        return root == null ? new Position(label, 0, 0) : place.in(root);
    }
}

package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A request that was refused before the first filter, because its head has no canonical form or exceeds a limit. What is
 * here is as the client sent it, cut to a bounded length: data for a record, never something to decide by.
 *
 * @param id the exchange's id, as the client was told
 * @param start when the head arrived
 * @param peer the transport peer
 * @param clientAddress who asked, as far as it can be told
 * @param method the method as sent, cut
 * @param rawTarget the request target as sent, cut
 * @param rejection why it was refused
 * @param policyVersion the policy that was in force
 */
public record RefusedHead(
        String id,
        Instant start,
        Peer peer,
        ClientAddress clientAddress,
        String method,
        String rawTarget,
        Rejection rejection,
        String policyVersion) {
    /** Checks that all is there. */
    public RefusedHead {
        requireNonNull(id, "id");
        requireNonNull(start, "start");
        requireNonNull(peer, "peer");
        requireNonNull(clientAddress, "clientAddress");
        requireNonNull(method, "method");
        requireNonNull(rawTarget, "rawTarget");
        requireNonNull(rejection, "rejection");
        requireNonNull(policyVersion, "policyVersion");
    }
}

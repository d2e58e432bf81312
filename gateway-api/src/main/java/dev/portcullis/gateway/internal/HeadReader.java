package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.ClientAddress;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.RequestHead;
import dev.portcullis.gateway.host.RawHead;

/** Makes the one canonical head of a request, or refuses it. Thread-safe; never throws. */
@FunctionalInterface
public interface HeadReader {
    /** Reads the head once, before the first filter. */
    Result read(RawHead head);

    /** The canonical head, or the refusal. */
    sealed interface Result {}

    /**
     * The head has a canonical form.
     *
     * @param head the canonical head
     */
    record Accepted(RequestHead head) implements Result {}

    /**
     * The head is malformed, ambiguous or too large.
     *
     * @param rejection why
     * @param clientAddress who asked, as far as it can be told
     */
    record Refused(Rejection rejection, ClientAddress clientAddress) implements Result {}
}

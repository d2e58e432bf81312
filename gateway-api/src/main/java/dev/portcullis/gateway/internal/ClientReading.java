package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.ClientAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and over which scheme.
 *
 * @param address the client, or the nearest hop that can be told
 * @param scheme what a trusted proxy says, or {@code null} where none says anything
 * @param refusal why it cannot be told, or {@code null}
 */
record ClientReading(
        ClientAddress address,
        @Nullable String scheme,
        @Nullable HeadRefusal refusal) {}

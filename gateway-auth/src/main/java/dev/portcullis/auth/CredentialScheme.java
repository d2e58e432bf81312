package dev.portcullis.auth;

import dev.portcullis.gateway.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * One way for callers to say who they are. A filter asks its schemes in their order, and the first whose credential is
 * present decides. Thread-safe; never blocks.
 */
public interface CredentialScheme {
    /** A short word for logs and metrics: {@code bearer}. */
    String name();

    /**
     * What a caller without a good credential is told (RFC 9110, section 11.6.1): the scheme's name and at least one parameter.
     *
     * @param realm the protection space, without characters that a quoted string would have to escape
     */
    String challenge(String realm);

    /** Looks for a credential of this scheme and judges it; {@code null} where there is none. */
    @Nullable
    Finding examine(Exchange exchange);
}

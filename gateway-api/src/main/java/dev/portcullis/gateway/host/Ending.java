package dev.portcullis.gateway.host;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What the adapter knows of the end of an exchange.
 *
 * @param kind how it ended for the host
 * @param status the status that was sent, or 0 where none was
 * @param requestBytes content bytes received
 * @param responseBytes content bytes sent
 * @param cause what failed, or {@code null}
 */
public record Ending(
        Kind kind,
        int status,
        long requestBytes,
        long responseBytes,
        @Nullable Throwable cause) {
    /** How an exchange ended for the host. */
    public enum Kind {
        /** A complete answer was sent, the handler's or the gateway's. */
        SENT,
        /** The connection left HTTP: 101 or CONNECT. */
        UPGRADED,
        /** The handler or the connection failed. */
        FAILED,
        /** The client left. */
        CANCELLED
    }

    /** Checks the kind. */
    public Ending {
        requireNonNull(kind, "kind");
    }

    /** A complete answer. */
    public static Ending sent(int status, long requestBytes, long responseBytes) {
        return new Ending(Kind.SENT, status, requestBytes, responseBytes, null);
    }
}

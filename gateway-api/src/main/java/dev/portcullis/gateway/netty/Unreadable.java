package dev.portcullis.gateway.netty;

import dev.portcullis.gateway.Peer;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.host.RawHead;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/** What Netty's decoder gave up on: as much of a head as it read, and what it found. */
final class Unreadable {
    /** What the decoder names a request whose first line it could not read. */
    private static final String STAND_IN = "/bad-request";

    private Unreadable() {}

    static RawHead head(HttpRequest request, Peer peer) {
        boolean lineRead = !request.uri().equals(STAND_IN) || !request.headers().isEmpty();
        return new RawHead(
                lineRead ? request.method().name() : "",
                lineRead ? request.uri() : "",
                null,
                request.protocolVersion().text(),
                Fields.copy(request.headers()),
                peer);
    }

    /** What the decoder found where it could not tell how content goes on, or what its trailers are. */
    static Rejection content(@Nullable Throwable cause) {
        String detail = cause == null ? "" : cause.getClass().getSimpleName();
        return cause instanceof TooLongHttpHeaderException
                ? Rejection.of(Reason.HEADERS_TOO_LARGE, "trailers.too_large", detail)
                : Rejection.of(Reason.MALFORMED, "body.unreadable", detail);
    }

    /** A request line that names another protocol than HTTP/1.0 and HTTP/1.1. */
    static Rejection version() {
        return Rejection.of(Reason.MALFORMED, "protocol.unknown", "");
    }

    /** The decoder's own words may hold what the client sent; the name of what it threw says enough. */
    static Rejection why(@Nullable Throwable cause) {
        String detail = cause == null ? "" : cause.getClass().getSimpleName();
        if (cause instanceof TooLongHttpLineException) {
            return Rejection.of(Reason.URI_TOO_LONG, "target.too_long", detail);
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return Rejection.of(Reason.HEADERS_TOO_LARGE, "headers.too_large", detail);
        }
        if (cause instanceof FoldedFieldException) {
            return Rejection.of(Reason.MALFORMED, "header.folded", detail);
        }
        return Rejection.of(Reason.MALFORMED, "head.unreadable", detail);
    }
}

package dev.portcullis.gateway.netty;

import dev.portcullis.gateway.HeaderEdit;
import dev.portcullis.gateway.host.Step;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers that no handler wrote. */
final class Answers {
    private Answers() {}

    static FullHttpResponse of(Step.Reply reply) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.status()), Unpooled.wrappedBuffer(reply.body()));
        Fields.addAll(reply.headers(), response.headers());
        return response;
    }

    /** Go on and send the content (RFC 9110, section 15.2.1). */
    static FullHttpResponse goOn() {
        return empty(HttpResponseStatus.CONTINUE);
    }

    /** For a handler that threw. */
    static FullHttpResponse failure(List<HeaderEdit> edits) {
        FullHttpResponse response = empty(HttpResponseStatus.INTERNAL_SERVER_ERROR);
        Fields.apply(edits, response.headers());
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
        return response;
    }

    /** For content whose framing, or whose trailers, the server's own parser could not read. */
    static FullHttpResponse malformed(@Nullable Throwable cause) {
        FullHttpResponse response = empty(
                cause instanceof TooLongHttpHeaderException
                        ? HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
                        : HttpResponseStatus.BAD_REQUEST);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
        return response;
    }

    private static FullHttpResponse empty(HttpResponseStatus status) {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
    }
}

package dev.portcullis.gateway.proxy;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Rejection;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;

/** What came of forwarding: the upstream's answer, or the reason why there is none. */
public sealed interface ProxyAnswer {
    /**
     * The upstream answered. The content must be subscribed to, or the connection stays taken.
     *
     * @param status the status
     * @param headers the fields without those that concern only the connection
     * @param contentLength the length that the upstream declared, or -1
     * @param content the content; fails with an {@code IOException} where the upstream breaks off or stalls
     */
    record Response(int status, Headers headers, long contentLength, Flow.Publisher<List<ByteBuffer>> content)
            implements ProxyAnswer {
        /** Checks the parts. */
        public Response {
            requireNonNull(headers, "headers");
            requireNonNull(content, "content");
        }
    }

    /**
     * The upstream could not be asked, or did not answer.
     *
     * @param rejection what to tell the client
     */
    record Failure(Rejection rejection) implements ProxyAnswer {
        /** Checks the rejection. */
        public Failure {
            requireNonNull(rejection, "rejection");
        }
    }
}

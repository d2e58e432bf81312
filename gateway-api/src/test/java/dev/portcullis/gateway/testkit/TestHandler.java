package dev.portcullis.gateway.testkit;

/** What the handler behind the gateway does, in words that every server can follow. Thread-safe. */
@FunctionalInterface
public interface TestHandler {
    /**
     * Answers a request; what is thrown here, the server's own handler throws.
     *
     * @param request the request as it reached the handler, with its body if {@link #readsBody}
     */
    Script handle(Received request) throws Exception;

    /** Whether the request body is read to its end before {@link #handle} is called; otherwise it is left unread. */
    default boolean readsBody(Received head) {
        return true;
    }
}

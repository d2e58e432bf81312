package dev.portcullis.gateway.host;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Rejection;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What the adapter does next. */
public sealed interface Step {
    /**
     * Goes on: the request to the handler with {@link Passage#target} and {@link Passage#upstreamEdits}, or the response to
     * the client with {@link Passage#responseEdits}. A body that was collected is replayed whole, prefix first.
     */
    enum Forward implements Step {
        /** The only instance. */
        INSTANCE
    }

    /**
     * Collects the body before anything is forwarded, then calls {@link Passage#requestBody} or
     * {@link Passage#responseBody}.
     *
     * @param limit stop once more than this number of bytes is there, and hand over the first {@code limit} as truncated
     * @param within the time for all of a request body; one that takes longer is answered by {@link Passage#requestBodyLate}.
     *     A response has no such time: the handler may think as long as the host lets it.
     */
    record Collect(int limit, Duration within) implements Step {
        /** Checks the time. */
        public Collect {
            requireNonNull(within, "within");
        }
    }

    /**
     * Sends this answer in place of the handler's, rendered and with all edits applied. Where the handler's response is
     * already committed, so that no answer can be sent, the adapter aborts the connection instead: the client must not take
     * what it has for a complete response.
     *
     * @param rejection why, for the adapter's own logs, never for the client; {@code null} where the gateway answers without
     *     refusing ({@link dev.portcullis.gateway.Answer})
     * @param status the HTTP status
     * @param headers all fields, Content-Length and Content-Type included
     * @param body the content; empty for HEAD, whose Content-Length is then that of the same answer to GET
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, to be written as it is
    record Reply(@Nullable Rejection rejection, int status, Headers headers, byte[] body) implements Step {
        /**
         * Whether the connection of HTTP/1.1 must end after this answer: where the request ends, and the next one begins, is
         * in doubt, or it may never end (RFC 9112, section 11.2).
         */
        public boolean endsConnection() {
            Reason reason = rejection == null ? null : rejection.reason();
            return reason == Reason.MALFORMED || reason == Reason.NOT_CARRIED || reason == Reason.TIMED_OUT;
        }

        /** Checks that all is there. */
        public Reply {
            requireNonNull(headers, "headers");
            requireNonNull(body, "body");
        }
    }

    /**
     * Waits: nothing is forwarded until {@code next} completes, on the exchange's home executor. Where
     * that executor refuses the task, as after its shutdown, it completes on another thread with a {@link Reply}.
     *
     * @param next the step that follows; never fails, never yields another Park, completes within its deadline
     */
    record Park(CompletionStage<Step> next) implements Step {
        /** Checks the stage. */
        public Park {
            requireNonNull(next, "next");
        }
    }
}

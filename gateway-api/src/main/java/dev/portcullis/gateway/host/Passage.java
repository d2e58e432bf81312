package dev.portcullis.gateway.host;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.HeaderEdit;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.ResponseHead;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One exchange on its way through the gateway, driven by an adapter: {@link #begin}, then as the steps ask
 * {@link #requestBody}, and on the way back {@link #response} and {@link #responseBody}, and in every case
 * {@link #complete}.
 *
 * <p>No method blocks or throws, and none leaves the calling thread. All but {@link #complete} are called from one thread at
 * a time.
 */
public interface Passage {
    /** Judges the head. */
    Step begin();

    /**
     * Judges the request body, after a {@link Step.Collect}.
     *
     * @param body what was collected: up to the step's limit, truncated if there is more
     */
    Step requestBody(Body body);

    /**
     * Tells how much of the body is there that is being collected, so that all buffers of the gateway together stay bounded.
     * To be called as it grows, at the least once for each further 64 KiB; for a response body as well.
     *
     * @param bytes the length collected so far
     * @return {@code null}: go on collecting; else what to do at once in place of it: a {@link Step.Reply}, or a
     *     {@link Step.Forward} with what was collected first and the rest streaming
     */
    @Nullable
    Step collected(int bytes);

    /**
     * Judges the head of the handler's response; called once, for the final response. 101 is final; other informational
     * responses may pass by.
     */
    Step response(ResponseHead head);

    /** Judges the response body, after a {@link Step.Collect} from {@link #response}. */
    Step responseBody(Body body);

    /** The step for a request body that did not arrive within {@link Step.Collect#within}. */
    Step requestBodyLate();

    /**
     * The step for a request body whose framing the server could not read, in place of {@link #requestBody}, or while the
     * handler has not begun to answer. The adapter ends the connection after it: what comes next may be anything.
     *
     * @param why what the server found
     */
    Step requestBodyUnreadable(Rejection why);

    /** Whether anything looks at the response or edits it; if not, it needs no wrapper at all. */
    boolean watchesResponse();

    /**
     * Whether anything looks at the response. Where nothing does and only edits are to be made, the adapter need not read the
     * handler's fields for {@link #response}, if it takes the edits from {@link #responseEdits(Predicate)}.
     */
    boolean inspectsResponse();

    /** The canonical target that the handler is given in place of the one that was received. */
    String target();

    /** The edits to the request head, once {@link Step.Forward} was reached. */
    List<HeaderEdit> upstreamEdits();

    /** The edits to the response head, for a handler's response; a {@link Step.Reply} has them applied already. */
    List<HeaderEdit> responseEdits();

    /**
     * The same, for an adapter that did not read the handler's fields.
     *
     * @param isThere whether the handler has written a field of this name, in whatever case; asked at most during this call
     */
    List<HeaderEdit> responseEdits(Predicate<String> isThere);

    /**
     * The exchange, so that an adapter can hand its facts to the handler, once {@link Step.Forward} was reached. Where the
     * head was refused as malformed, there is no {@link Exchange#request} to ask for.
     */
    Exchange exchange();

    /**
     * Ends the exchange. From any thread, any number of times; the first counts. Waits for filter code that is running; after
     * it none runs, and every later step is a {@link Step.Reply}.
     */
    void complete(Ending ending);
}

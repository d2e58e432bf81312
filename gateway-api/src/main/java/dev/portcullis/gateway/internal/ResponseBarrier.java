package dev.portcullis.gateway.internal;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.ResponseHead;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.Verdict;
import dev.portcullis.gateway.host.Step;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The barrier before the client: the inspectors of the response head, then those of its body, decoded where it is
 * compressed.
 */
final class ResponseBarrier {
    private static final int UNBOUNDED = Integer.MAX_VALUE;

    private final LivePassage passage;
    private final LiveExchange x;
    private final ResponseHead head;
    private @Nullable Hook<Function<ResponseHead, Verdict>> next;
    private @Nullable BodyInspectors inspectors;
    private Coding coding = Coding.IDENTITY;

    ResponseBarrier(LivePassage passage, ResponseHead head) {
        this.passage = passage;
        this.x = passage.x;
        this.head = head;
        Subscriptions asked = x.subscriptions();
        next = asked == null ? null : asked.responseHead;
    }

    /** The fields as the handler wrote them. */
    Headers headers() {
        return head.headers();
    }

    Step proceed() {
        if (inspectors != null) {
            return bodies(inspectors);
        }
        FilterTimer timer = x.timer;
        if (timer != null && next != null) {
            timer.begin();
        }
        while (next != null) {
            Hook<Function<ResponseHead, Verdict>> hook = next;
            next = hook.next;
            if (hook.inShadow()) {
                Shadow.responseHead(x, hook, head);
                if (timer != null) {
                    timer.end(hook.filter);
                }
                continue;
            }
            x.headInspector = hook.filter;
            Verdict verdict;
            try {
                verdict = hook.callback.apply(head);
            } catch (Throwable t) {
                return passage.failed(hook.filter, t);
            } finally {
                x.headInspector = LiveExchange.NOBODY;
                if (timer != null) {
                    timer.end(hook.filter);
                }
            }
            Step step = passage.judge(verdict, hook.filter);
            if (step != null) {
                return step;
            }
        }
        return toBodies();
    }

    private Step toBodies() {
        Subscriptions asked = x.subscriptions();
        if (asked == null || asked.responseBody == null) {
            return passage.forwardResponse();
        }
        Route route = x.route();
        if ((route != null && route.isStream()) || ResponseContent.streams(x.request(), head)) {
            x.responseUninspected();
            return passage.forwardResponse();
        }
        BodyInspectors all = BodyInspectors.ofResponse(passage);
        inspectors = all;
        if (ResponseContent.isEmpty(x.request(), head)) {
            return bodies(all);
        }
        coding = Coding.of(head.headers());
        if (coding == Coding.OTHER) {
            return unreadable(
                    all,
                    Rejection.of(Reason.BAD_RESPONSE, "response.coding", "one of gzip and deflate can be inspected"));
        }
        int cap = all.cap == UNBOUNDED ? UNBOUNDED : coding.mostEncoded(all.cap);
        long declared = declared(head.headers());
        if (declared > cap) {
            return all.overCap(declared);
        }
        return passage.collectResponse(Math.min(coding.mostEncoded(all.wanted), cap));
    }

    private Step unreadable(BodyInspectors all, Rejection why) {
        if (all.enforced) {
            return passage.refuse(why, null, null);
        }
        all.forgo(why);
        x.responseUninspected();
        return passage.forwardResponse();
    }

    private static long declared(Headers headers) {
        int at = headers.indexOf("Content-Length", 0);
        try {
            return at < 0 ? -1 : Long.parseLong(headers.value(at).trim());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Counts what is collected; {@code null}: go on collecting. */
    @Nullable
    Step growing(int bytes) {
        BodyInspectors all = requireNonNull(inspectors);
        Rejection full = all.grow(bytes);
        return full == null ? null : unreadable(all, full);
    }

    Step arrived(Body collected) {
        Step instead = growing(collected.length());
        if (instead != null) {
            return instead;
        }
        BodyInspectors all = requireNonNull(inspectors);
        if (coding == Coding.IDENTITY) {
            all.show(collected);
            return bodies(all);
        }
        if (collected.truncated() && all.cap != UNBOUNDED) {
            return all.overCap(collected.length() + 1L);
        }
        try {
            Body plain = Inflation.ofResponse(coding).inflate(collected, all.wanted);
            Rejection full = all.grow((long) collected.length() + plain.length());
            if (full != null) {
                return unreadable(all, full);
            }
            all.show(plain);
        } catch (UndecodableBodyException e) {
            return unreadable(all, Rejection.of(e.reason(), e.code(), e.detail()));
        }
        return bodies(all);
    }

    private Step bodies(BodyInspectors all) {
        Step step = all.proceed();
        return step == null ? passage.forwardResponse() : step;
    }
}

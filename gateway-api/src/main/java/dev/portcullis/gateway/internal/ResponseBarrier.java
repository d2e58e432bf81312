package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.BodyLimit.Overflow;
import dev.portcullis.gateway.FilterVerdict;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Mode;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.ResponseHead;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.Verdict;
import dev.portcullis.gateway.host.Step;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The barrier before the client: the inspectors of the response head, then those of its body. */
final class ResponseBarrier {
    private final LivePassage passage;
    private final LiveExchange x;
    private final ResponseHead head;
    private final long buffersBefore;
    private @Nullable Hook<Function<ResponseHead, Verdict>> nextHead;
    private @Nullable Hook<Function<Body, Verdict>> nextBody;
    private boolean headsDone;
    private Body body = Body.EMPTY;

    ResponseBarrier(LivePassage passage, ResponseHead head) {
        this.passage = passage;
        this.x = passage.x;
        this.head = head;
        buffersBefore = x.buffered;
        nextHead = x.responseHead;
    }

    /** The fields as the handler wrote them. */
    Headers headers() {
        return head.headers();
    }

    Step proceed() {
        return headsDone ? bodies() : heads();
    }

    private Step heads() {
        while (nextHead != null) {
            Hook<Function<ResponseHead, Verdict>> hook = nextHead;
            nextHead = hook.next;
            if (hook.inShadow()) {
                Shadow.responseHead(x, hook, head);
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
            }
            Step step = passage.judge(verdict, hook.filter);
            if (step != null) {
                return step;
            }
        }
        headsDone = true;
        nextBody = x.responseBody;
        if (nextBody == null) {
            return passage.forwardResponse();
        }
        Route route = x.route();
        if ((route != null && route.isStream()) || ResponseContent.streams(x.request(), head)) {
            x.responseUninspected();
            return passage.forwardResponse();
        }
        return ResponseContent.isEmpty(x.request(), head) ? bodies() : collect();
    }

    private Step collect() {
        int cap = Integer.MAX_VALUE;
        int want = 0;
        Hook<Function<Body, Verdict>> strictest = null;
        for (Hook<Function<Body, Verdict>> hook = nextBody; hook != null; hook = hook.next) {
            want = Math.max(want, hook.limit.bytes());
            if (!hook.inShadow() && hook.limit.overflow() == Overflow.REJECT && hook.limit.bytes() < cap) {
                cap = hook.limit.bytes();
                strictest = hook;
            }
        }
        if (strictest != null && declared(head.headers()) > cap) {
            return tooLarge(strictest);
        }
        return passage.collectResponse(Math.min(want, cap));
    }

    private static long declared(Headers headers) {
        int at = headers.indexOf("Content-Length", 0);
        try {
            return at < 0 ? -1 : Long.parseLong(headers.value(at).trim());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static Rejection overflow(Hook<?> hook) {
        return Rejection.of(Reason.BAD_RESPONSE, "response.too_large", "limit " + hook.limit.bytes());
    }

    private Step tooLarge(Hook<?> hook) {
        Rejection rejection = overflow(hook);
        String filter = x.engine.plan.name(hook.filter);
        x.record(new FilterVerdict(filter, Mode.ENFORCE, rejection, null));
        return passage.refuse(rejection, filter, null);
    }

    @Nullable
    Step growing(int bytes) {
        long more = buffersBefore + bytes - x.buffered;
        if (more <= 0) {
            return null;
        }
        if (!x.engine.buffers.take(more)) {
            return passage.refuse(
                    Rejection.of(Reason.UNAVAILABLE, "gateway.buffers", "all buffers of the gateway are in use"),
                    null,
                    null);
        }
        x.buffered += more;
        return null;
    }

    Step arrived(Body collected) {
        Step refused = growing(collected.length());
        if (refused != null) {
            return refused;
        }
        body = collected;
        return bodies();
    }

    private Step bodies() {
        while (nextBody != null) {
            Hook<Function<Body, Verdict>> hook = nextBody;
            nextBody = hook.next;
            Body view = body.cut(hook.limit.bytes());
            if (view.truncated() && hook.limit.overflow() == Overflow.REJECT) {
                if (!hook.inShadow()) {
                    return tooLarge(hook);
                }
                Shadow.refused(x, hook.filter, overflow(hook));
                continue;
            }
            if (hook.inShadow()) {
                Shadow.body(x, hook, view);
                continue;
            }
            Verdict verdict;
            try {
                verdict = hook.callback.apply(view);
            } catch (Throwable t) {
                return passage.failed(hook.filter, t);
            }
            Step step = passage.judge(verdict, hook.filter);
            if (step != null) {
                return step;
            }
        }
        body = Body.EMPTY;
        return passage.forwardResponse();
    }
}

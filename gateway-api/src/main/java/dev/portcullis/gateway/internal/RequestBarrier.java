package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.BodyLimit.Overflow;
import dev.portcullis.gateway.FilterVerdict;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Mode;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.RequestHead;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.Verdict;
import dev.portcullis.gateway.host.Step;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The barrier before the handler: nothing is forwarded until every inspector of the request body has passed, each with its
 * own limit, and until the body is known to be within the gateway's bound.
 */
final class RequestBarrier {
    private static final long NONE = 0;
    private static final long UNKNOWN = -1;
    private static final int UNBOUNDED = Integer.MAX_VALUE;

    private final LivePassage passage;
    private final LiveExchange x;
    private final int bound;
    private final long buffersBefore;
    private @Nullable Hook<Function<Body, Verdict>> next;
    private Body body = Body.EMPTY;

    RequestBarrier(LivePassage passage) {
        this.passage = passage;
        this.x = passage.x;
        Route route = x.route();
        int general = x.engine.limits.body();
        bound = route == null ? general : route.bodyLimit().orElse(general);
        buffersBefore = x.buffered;
        next = x.requestBody;
    }

    /** Whether there is content to bound, or anyone who asked for it. */
    static boolean needed(LiveExchange x) {
        if (x.requestBody == null && declared(x.request()) == NONE) {
            return false;
        }
        Route route = x.route();
        return route == null || !route.isStream();
    }

    /** The length that the head tells. */
    private static long declared(RequestHead head) {
        Headers headers = head.headers();
        int at = headers.indexOf("Content-Length", 0);
        if (headers.contains("Transfer-Encoding")) {
            return UNKNOWN;
        }
        if (at >= 0) {
            try {
                return Math.max(UNKNOWN, Long.parseLong(headers.value(at).trim()));
            } catch (NumberFormatException e) {
                return UNKNOWN; // refused with the head already; if not, it is at least counted
            }
        }
        // HTTP/1 has no content without one of the two; after CONNECT comes a tunnel.
        return head.protocol().startsWith("HTTP/1") || head.method().equals("CONNECT") ? NONE : UNKNOWN;
    }

    Step open() {
        long declared = declared(x.request());
        if (declared == NONE) {
            return proceed();
        }
        int cap = bound;
        int want = 0;
        String strictest = null;
        for (Hook<Function<Body, Verdict>> hook = next; hook != null; hook = hook.next) {
            want = Math.max(want, hook.limit.bytes());
            if (!hook.inShadow() && hook.limit.overflow() == Overflow.REJECT && hook.limit.bytes() < cap) {
                cap = hook.limit.bytes();
                strictest = x.engine.plan.name(hook.filter);
            }
        }
        if (declared > cap) {
            return tooLarge(declared, cap, strictest);
        }
        if (declared == UNKNOWN && cap != UNBOUNDED) {
            return passage.collectRequest(cap); // short of the end nobody knows whether it is within the bound
        }
        if (next == null) {
            return passage.forward();
        }
        int limit = Math.min(want, cap);
        return passage.collectRequest(declared == UNKNOWN ? limit : (int) Math.min(declared, limit));
    }

    private Step tooLarge(long length, int cap, @Nullable String filter) {
        Rejection rejection = Rejection.of(Reason.TOO_LARGE, "body.too_large", length + " bytes, limit " + cap);
        if (filter != null) {
            x.record(new FilterVerdict(filter, Mode.ENFORCE, rejection, null));
        }
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
        if (bound != UNBOUNDED
                && (collected.length() > bound || (collected.truncated() && collected.length() >= bound))) {
            return tooLarge(collected.length() + 1L, bound, null);
        }
        body = collected;
        return proceed();
    }

    Step proceed() {
        while (next != null) {
            Hook<Function<Body, Verdict>> hook = next;
            next = hook.next;
            Body view = body.cut(hook.limit.bytes());
            if (view.truncated() && hook.limit.overflow() == Overflow.REJECT) {
                if (!hook.inShadow()) {
                    return tooLarge(body.length(), hook.limit.bytes(), x.engine.plan.name(hook.filter));
                }
                Shadow.refused(
                        x,
                        hook.filter,
                        Rejection.of(Reason.TOO_LARGE, "body.too_large", "limit " + hook.limit.bytes()));
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
        return passage.forward();
    }
}

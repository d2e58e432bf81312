package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.BodyLimit.Overflow;
import dev.portcullis.gateway.FilterVerdict;
import dev.portcullis.gateway.Mode;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.Verdict;
import dev.portcullis.gateway.host.Step;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The inspectors of one body, each with its own limit, in the order of their filters. */
final class BodyInspectors {
    private final LivePassage passage;
    private final LiveExchange x;
    private final Reason tooLarge;
    private final String tooLargeCode;
    private final long buffersBefore;

    /** The strictest limit beyond which an enforced inspector refuses. */
    final int cap;
    /** The most that any inspector wants to see. */
    final int wanted;
    /** Whether any of them is enforced. */
    final boolean enforced;

    private final @Nullable String strictest;
    private @Nullable Hook<Function<Body, Verdict>> next;
    private Body body = Body.EMPTY;

    private BodyInspectors(
            LivePassage passage, @Nullable Hook<Function<Body, Verdict>> first, Reason tooLarge, String tooLargeCode) {
        this.passage = passage;
        this.x = passage.x;
        this.tooLarge = tooLarge;
        this.tooLargeCode = tooLargeCode;
        buffersBefore = x.buffered;
        next = first;
        int least = Integer.MAX_VALUE;
        int most = 0;
        boolean any = false;
        String who = null;
        for (Hook<Function<Body, Verdict>> hook = first; hook != null; hook = hook.next) {
            most = Math.max(most, hook.limit().bytes());
            any |= !hook.inShadow();
            if (!hook.inShadow()
                    && hook.limit().overflow() == Overflow.REJECT
                    && hook.limit().bytes() < least) {
                least = hook.limit().bytes();
                who = x.engine.plan.name(hook.filter);
            }
        }
        cap = least;
        wanted = most;
        enforced = any;
        strictest = who;
    }

    static BodyInspectors ofRequest(LivePassage passage) {
        Subscriptions asked = passage.x.subscriptions();
        return new BodyInspectors(
                passage, asked == null ? null : asked.requestBody, Reason.TOO_LARGE, "body.too_large");
    }

    static BodyInspectors ofResponse(LivePassage passage) {
        Subscriptions asked = passage.x.subscriptions();
        return new BodyInspectors(
                passage, asked == null ? null : asked.responseBody, Reason.BAD_RESPONSE, "response.too_large");
    }

    boolean isEmpty() {
        return next == null;
    }

    /** The refusal of what is over the strictest limit. */
    Step overCap(long length) {
        return refuse(overflow(length, cap), strictest);
    }

    /** The refusal of what no enforced inspector can be shown. */
    Step refuse(Rejection rejection, @Nullable String filter) {
        if (filter != null) {
            x.record(new FilterVerdict(filter, Mode.ENFORCE, rejection, null));
        }
        return passage.refuse(rejection, filter, null);
    }

    /** Notes for each inspector, all of them in shadow, what enforcing it would have refused, and calls none of them. */
    void forgo(Rejection rejection) {
        for (; next != null; next = next.next) {
            Shadow.refused(x, next.filter, rejection);
        }
    }

    /** Counts what is collected; {@code null}: there is room. */
    @Nullable
    Rejection grow(long bytes) {
        long more = buffersBefore + bytes - x.buffered;
        if (more > 0) {
            if (!x.engine.buffers.take(more)) {
                return Rejection.of(Reason.UNAVAILABLE, "gateway.buffers", "all buffers of the gateway are in use");
            }
            x.buffered += more;
        }
        return null;
    }

    void show(Body collected) {
        body = collected;
    }

    /** Shows the body to one after the other; {@code null}: all have passed. */
    @Nullable
    Step proceed() {
        FilterTimer timer = x.timer;
        if (timer != null) {
            timer.begin();
        }
        while (next != null) {
            Hook<Function<Body, Verdict>> hook = next;
            next = hook.next;
            Body view = body.cut(hook.limit().bytes());
            boolean over = view.truncated() && hook.limit().overflow() == Overflow.REJECT;
            if (hook.inShadow()) {
                if (over) {
                    Shadow.refused(
                            x, hook.filter, overflow(body.length(), hook.limit().bytes()));
                } else {
                    Shadow.body(x, hook, view);
                }
                if (timer != null) {
                    timer.end(hook.filter);
                }
                continue;
            }
            if (over) {
                return refuse(overflow(body.length(), hook.limit().bytes()), x.engine.plan.name(hook.filter));
            }
            Verdict verdict;
            try {
                verdict = hook.callback.apply(view);
            } catch (Throwable t) {
                return passage.failed(hook.filter, t);
            } finally {
                if (timer != null) {
                    timer.end(hook.filter);
                }
            }
            Step step = passage.judge(verdict, hook.filter);
            if (step != null) {
                return step;
            }
        }
        body = Body.EMPTY;
        return null;
    }

    private Rejection overflow(long length, int limit) {
        return Rejection.of(tooLarge, tooLargeCode, "at least " + length + " bytes, limit " + limit);
    }
}

package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Defer;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.FilterVerdict;
import dev.portcullis.gateway.Mode;
import dev.portcullis.gateway.Reject;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.ResponseHead;
import dev.portcullis.gateway.Verdict;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs what is in shadow: whatever it says or throws is noted and changes nothing. */
final class Shadow {
    private Shadow() {}

    static void head(LiveExchange x, Filter filter, int index) {
        ShadowExchange view = new ShadowExchange(x, index);
        view.running = true;
        try {
            note(x, index, filter.onRequest(view));
        } catch (Throwable t) {
            failed(x, index, t);
        } finally {
            view.running = false;
        }
    }

    static void responseHead(LiveExchange x, Hook<Function<ResponseHead, Verdict>> hook, ResponseHead head) {
        ShadowExchange view = hook.shadow();
        if (view == null) {
            return;
        }
        view.inspectingHead = true;
        try {
            note(x, hook.filter, hook.callback.apply(head));
        } catch (Throwable t) {
            failed(x, hook.filter, t);
        } finally {
            view.inspectingHead = false;
        }
    }

    static void body(LiveExchange x, Hook<Function<Body, Verdict>> hook, Body body) {
        try {
            note(x, hook.filter, hook.callback.apply(body));
        } catch (Throwable t) {
            failed(x, hook.filter, t);
        }
    }

    static void refused(LiveExchange x, int filter, Rejection rejection) {
        x.record(new FilterVerdict(x.engine.plan.name(filter), Mode.SHADOW, rejection, null));
    }

    private static void failed(LiveExchange x, int filter, Throwable t) {
        x.record(new FilterVerdict(x.engine.plan.name(filter), Mode.SHADOW, null, t));
    }

    private static void note(LiveExchange x, int filter, @Nullable Verdict verdict) {
        if (verdict == null) {
            failed(x, filter, new NullPointerException("the verdict is null"));
        } else if (verdict instanceof Reject reject) {
            refused(x, filter, reject.rejection());
        } else if (verdict instanceof Defer defer) {
            later(x, filter, defer);
        }
    }

    /** Delays nobody: the verdict is noted if it comes before the exchange ends. */
    private static void later(LiveExchange x, int filter, Defer defer) {
        long asked = x.engine.nanoTime.getAsLong();
        defer.later().whenComplete((decision, failure) -> {
            boolean late =
                    x.engine.nanoTime.getAsLong() - asked > defer.within().toNanos();
            Throwable fault = late ? new TimeoutException("no verdict within " + defer.within()) : failure;
            if (fault == null && decision == null) {
                fault = new NullPointerException("the deferred verdict is null");
            }
            if (fault != null) {
                failed(x, filter, fault);
            }
            Decision counts = fault == null ? decision : defer.otherwise();
            if (counts instanceof Reject reject) {
                refused(x, filter, reject.rejection());
            }
        });
    }
}

package dev.portcullis.gateway.internal;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Answer;
import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Defer;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.FilterVerdict;
import dev.portcullis.gateway.HeaderEdit;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Mode;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Reject;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.ResponseHead;
import dev.portcullis.gateway.Verdict;
import dev.portcullis.gateway.host.Ending;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.Step;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Drives one exchange: the filters on the head, then the two barriers, and between any two of them a wait for a deferred
 * verdict. Every step is taken inside the exchange's gate.
 */
final class LivePassage implements Passage {
    /** Where the exchange is; each call of the host belongs to one phase, and any other is answered with a refusal. */
    enum Phase {
        NEW,
        HEADS,
        COLLECTING_REQUEST,
        REQUEST_BODY,
        FORWARDED,
        RESPONSE,
        COLLECTING_RESPONSE,
        DONE
    }

    final LiveExchange x;
    final Engine engine;
    private final Executor home;
    private Phase phase = Phase.NEW;
    private int cursor;
    private Mode[] modes;
    private @Nullable RequestBarrier request;
    private @Nullable ResponseBarrier response;
    private @Nullable Waiting waiting;

    LivePassage(LiveExchange x, Executor home) {
        this.x = x;
        this.engine = x.engine;
        this.home = home;
        modes = engine.plan.defaults();
    }

    @Override
    public Step begin() {
        if (!enter(Phase.NEW, Phase.HEADS)) {
            return Replies.CLOSED;
        }
        Step step;
        try {
            step = heads();
        } catch (Throwable t) {
            step = broken(t);
        }
        return leave(step);
    }

    @Override
    public Step requestBody(Body body) {
        RequestBarrier barrier = request;
        if (barrier == null || !enter(Phase.COLLECTING_REQUEST, Phase.REQUEST_BODY)) {
            return Replies.CLOSED;
        }
        Step step;
        try {
            step = barrier.arrived(body);
        } catch (Throwable t) {
            step = broken(t);
        }
        return leave(step);
    }

    @Override
    public Step requestBodyLate() {
        return enter(Phase.COLLECTING_REQUEST, Phase.DONE)
                ? refuseBody(Rejection.of(Reason.TIMED_OUT, "body.late", "more than " + engine.limits.bodyTime()))
                : Replies.CLOSED;
    }

    @Override
    public Step requestBodyUnreadable(Rejection why) {
        return enter(Phase.COLLECTING_REQUEST, Phase.DONE) || enter(Phase.FORWARDED, Phase.DONE)
                ? refuseBody(why)
                : Replies.CLOSED;
    }

    private Step refuseBody(Rejection why) {
        Step step;
        try {
            step = refuse(why, null, null);
        } catch (Throwable t) {
            step = broken(t);
        }
        return leave(step);
    }

    @Override
    public @Nullable Step collected(int bytes) {
        Phase now = phase;
        if ((now != Phase.COLLECTING_REQUEST && now != Phase.COLLECTING_RESPONSE) || !x.enter()) {
            return Replies.CLOSED;
        }
        Step step;
        try {
            step = now == Phase.COLLECTING_REQUEST
                    ? requireNonNull(request).growing(bytes)
                    : requireNonNull(response).growing(bytes);
        } catch (Throwable t) {
            step = broken(t);
        }
        x.exit();
        return x.over() ? Replies.CLOSED : step;
    }

    @Override
    public Step response(ResponseHead head) {
        if (head.status() < 200 && head.status() != 101) {
            return x.over() ? Replies.CLOSED : Step.Forward.INSTANCE; // the final head is judged
        }
        if (!enter(Phase.FORWARDED, Phase.RESPONSE)) {
            return Replies.CLOSED;
        }
        Step step;
        try {
            ResponseBarrier barrier = new ResponseBarrier(this, head);
            response = barrier;
            step = barrier.proceed();
        } catch (Throwable t) {
            step = broken(t);
        }
        return leave(step);
    }

    @Override
    public Step responseBody(Body body) {
        ResponseBarrier barrier = response;
        if (barrier == null || !enter(Phase.COLLECTING_RESPONSE, Phase.RESPONSE)) {
            return Replies.CLOSED;
        }
        Step step;
        try {
            step = barrier.arrived(body);
        } catch (Throwable t) {
            step = broken(t);
        }
        return leave(step);
    }

    @Override
    public boolean watchesResponse() {
        return x.watchesResponse();
    }

    @Override
    public boolean inspectsResponse() {
        return x.inspectsResponse();
    }

    @Override
    public String target() {
        return x.request().target();
    }

    @Override
    public List<HeaderEdit> upstreamEdits() {
        return x.takeUpstreamEdits();
    }

    @Override
    public List<HeaderEdit> responseEdits() {
        ResponseBarrier barrier = response;
        return x.takeResponseEdits(barrier == null ? Headers.EMPTY : barrier.headers());
    }

    @Override
    public List<HeaderEdit> responseEdits(Predicate<String> isThere) {
        return x.takeResponseEdits(isThere);
    }

    @Override
    public Exchange exchange() {
        return x;
    }

    @Override
    public void complete(Ending ending) {
        x.complete(ending);
    }

    private boolean enter(Phase expected, Phase next) {
        if (phase != expected || !x.enter()) {
            return false;
        }
        phase = next;
        return true;
    }

    /** Goes out of the gate; if the exchange ended meanwhile, no step counts any more. */
    Step leave(Step step) {
        x.exit();
        return x.over() ? Replies.CLOSED : step;
    }

    private Step heads() {
        Plan plan = engine.plan;
        FilterTimer timer = x.timer;
        if (timer != null) {
            timer.begin();
        }
        while (cursor < plan.size()) {
            int i = cursor++;
            if (i == plan.afterRoute()) {
                modes = plan.modes(x.route());
                if (timer != null) {
                    timer.modes(modes);
                }
            }
            if (modes[i] == Mode.ENFORCE) {
                x.subscriber = i;
                Verdict verdict;
                try {
                    verdict = plan.filter(i).onRequest(x);
                } catch (Throwable t) {
                    return failed(i, t);
                } finally {
                    if (timer != null) {
                        timer.end(i);
                    }
                }
                Step step = judge(verdict, i);
                if (step != null) {
                    return step;
                }
            } else if (modes[i] == Mode.SHADOW) {
                x.subscriber = LiveExchange.NOBODY;
                Shadow.head(x, plan.filter(i), i);
                if (timer != null) {
                    timer.end(i);
                }
            }
        }
        x.subscriber = LiveExchange.NOBODY;
        if (!RequestBarrier.needed(x)) {
            return forward();
        }
        RequestBarrier barrier = new RequestBarrier(this);
        request = barrier;
        phase = Phase.REQUEST_BODY;
        return barrier.open();
    }

    /** Goes on after a deferred verdict let it. */
    Step proceed() {
        return switch (phase) {
            case HEADS -> heads();
            case REQUEST_BODY -> requireNonNull(request).proceed();
            case RESPONSE -> requireNonNull(response).proceed();
            default -> throw new IllegalStateException("nothing waits in " + phase);
        };
    }

    Step collectRequest(int limit) {
        phase = Phase.COLLECTING_REQUEST;
        x.startTimer();
        return new Step.Collect(limit, engine.limits.bodyTime());
    }

    Step collectResponse(int limit) {
        phase = Phase.COLLECTING_RESPONSE;
        return new Step.Collect(limit, engine.limits.bodyTime());
    }

    Step forward() {
        phase = Phase.FORWARDED;
        x.takeUpstreamEdits();
        return Step.Forward.INSTANCE;
    }

    Step forwardResponse() {
        phase = Phase.DONE;
        x.closeResponseEdits();
        return Step.Forward.INSTANCE;
    }

    /** What a verdict means for the exchange; {@code null}: go on. */
    @Nullable
    Step judge(@Nullable Verdict verdict, int filter) {
        if (verdict == Decision.CONTINUE) {
            return null;
        }
        if (verdict instanceof Reject reject) {
            String name = engine.plan.name(filter);
            x.record(new FilterVerdict(name, Mode.ENFORCE, reject.rejection(), null));
            return refuse(reject.rejection(), name, null);
        }
        if (verdict instanceof Defer defer) {
            if (waiting == null) {
                waiting = new Waiting(this, home);
            }
            return requireNonNull(waiting).defer(defer, filter);
        }
        if (verdict instanceof Answer answer) {
            phase = Phase.DONE;
            x.subscriber = LiveExchange.NOBODY;
            x.answered(engine.plan.name(filter));
            return Replies.answer(answer, x.takeResponseEdits(answer.headers()));
        }
        return failed(filter, new NullPointerException("the verdict is null"));
    }

    Step failed(int filter, Throwable failure) {
        String code = failure instanceof TimeoutException ? "filter.late" : "filter.failed";
        String name = engine.plan.name(filter);
        x.record(new FilterVerdict(name, Mode.ENFORCE, null, failure));
        return refuse(Rejection.of(Reason.UNAVAILABLE, code, Engine.describe(failure)), name, failure);
    }

    Step refuse(Rejection rejection, @Nullable String filter, @Nullable Throwable cause) {
        phase = Phase.DONE;
        x.subscriber = LiveExchange.NOBODY;
        x.refused(rejection, filter, cause);
        return Replies.refusal(
                rejection,
                x.request().method(),
                x.request().protocol(),
                x.request().headers(),
                x.id(),
                x.takeResponseEdits(rejection.headers()));
    }

    /** The engine itself failed: whatever it was, the exchange does not pass. */
    Step broken(Throwable t) {
        engine.complaints.engineFailed(t);
        return stranded(t);
    }

    /** No filter code can run any more; nothing that could fail is done here. */
    Step stranded(Throwable t) {
        phase = Phase.DONE;
        x.subscriber = LiveExchange.NOBODY;
        Rejection rejection = Engine.internalFailure(t);
        x.refused(rejection, null, t);
        return Replies.plain(rejection);
    }
}

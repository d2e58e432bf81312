package dev.portcullis.gateway.testkit;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.HeaderEdit;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Key;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.host.Ending;
import dev.portcullis.gateway.host.Host;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One exchange of a {@link FakeHost}. Driven by one thread at a time. */
public final class FakeExchange {
    private final FakeRequest request;
    private final Function<FakeExchange, FakeResponse> handler;
    private final BlockingQueue<Runnable> home = new LinkedBlockingQueue<>();
    private final Passage passage;
    private final List<Step> steps = new ArrayList<>();
    private int hops;
    private boolean forwarded;
    private boolean ended;
    private @Nullable FakeResponse answer;
    private @Nullable FakeResponse response;
    private @Nullable Rejection rejection;
    private Headers upstream = Headers.EMPTY;

    FakeExchange(Host host, FakeRequest request, Function<FakeExchange, FakeResponse> handler) {
        this.request = request;
        this.handler = handler;
        passage = host.open(request.head(), task -> {
            hops++;
            home.add(task);
        });
    }

    void begin() {
        follow(passage.begin(), true);
    }

    /** Runs what was handed to the home executor; returns whether there was anything. */
    public boolean runHome() {
        boolean any = false;
        for (Runnable task = home.poll(); task != null; task = home.poll()) {
            task.run();
            any = true;
        }
        return any;
    }

    /** Drives the exchange to its end. */
    public void await() {
        while (!ended) {
            try {
                Runnable task = home.poll(10, TimeUnit.SECONDS);
                if (task == null) {
                    throw new AssertionError("still waiting after ten seconds: " + steps);
                }
                task.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }

    /** Ends the exchange because the client left. */
    public void cancel() {
        ended = true;
        passage.complete(new Ending(Ending.Kind.CANCELLED, 0, 0, 0, null));
    }

    private void follow(Step step, boolean towardsHandler) {
        steps.add(step);
        if (step instanceof Step.Reply reply) {
            rejection = reply.rejection();
            end(new FakeResponse(reply.status(), reply.headers(), reply.body()));
        } else if (step instanceof Step.Park park) {
            park.next().whenComplete((next, failure) -> follow(next, towardsHandler));
        } else if (step instanceof Step.Collect collect) {
            collect(collect.limit(), towardsHandler);
        } else if (towardsHandler) {
            forward();
        } else {
            FakeResponse own = handlerAnswer();
            end(new FakeResponse(
                    own.status(), HeaderEdit.applyAll(passage.responseEdits(), own.headers()), own.body()));
        }
    }

    private void collect(int limit, boolean towardsHandler) {
        byte[] content = towardsHandler ? request.content() : handlerAnswer().body();
        int there = Math.min(content.length, limit);
        for (int sofar = Math.min(there, 1 << 16); ; sofar = Math.min(there, sofar + (1 << 16))) {
            Step instead = passage.collected(sofar);
            if (instead != null) {
                follow(instead, towardsHandler);
                return;
            }
            if (sofar == there) {
                break;
            }
        }
        if (towardsHandler && request.stalls() && there == content.length) {
            follow(passage.requestBodyLate(), true);
            return;
        }
        Body body = Body.of(content, 0, there, content.length > limit, Headers.EMPTY);
        follow(towardsHandler ? passage.requestBody(body) : passage.responseBody(body), towardsHandler);
    }

    private void forward() {
        forwarded = true;
        upstream = HeaderEdit.applyAll(passage.upstreamEdits(), request.head().headers());
        answer = handler.apply(this);
        if (passage.watchesResponse()) {
            follow(passage.response(handlerAnswer().head()), false);
        } else {
            end(handlerAnswer());
        }
    }

    private FakeResponse handlerAnswer() {
        if (answer == null) {
            throw new AssertionError("no handler has answered");
        }
        return answer;
    }

    private void end(FakeResponse sent) {
        if (ended) {
            return;
        }
        response = sent;
        ended = true;
        passage.complete(Ending.sent(sent.status(), request.content().length, sent.body().length));
    }

    /** What the client got. */
    public FakeResponse response() {
        if (response == null) {
            throw new AssertionError("no response yet: " + steps);
        }
        return response;
    }

    /** Whether the exchange is over. */
    public boolean ended() {
        return ended;
    }

    /** Whether the handler was reached. */
    public boolean forwarded() {
        return forwarded;
    }

    /** The fields that the handler saw. */
    public Headers upstream() {
        return upstream;
    }

    /** The body that the handler saw: always the original. */
    public byte[] handlerBody() {
        return request.content().clone();
    }

    /** Why the gateway refused, or {@code null} where it did not. */
    public @Nullable Rejection rejection() {
        return rejection;
    }

    /** The code of the refusal, or the empty string. */
    public String code() {
        return rejection == null ? "" : rejection.code();
    }

    /** The fact that a filter left. */
    public <T> Optional<T> fact(Key<T> key) {
        return exchange().get(key);
    }

    /** The exchange as filters see it. */
    public Exchange exchange() {
        return passage.exchange();
    }

    /** The passage, to be driven by hand. */
    public Passage passage() {
        return passage;
    }

    /** The steps so far, in order. */
    public List<Step> steps() {
        return List.copyOf(steps);
    }

    /** How many tasks the home executor was given. */
    public int hops() {
        return hops;
    }
}

package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Installation;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.Verdict;
import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import dev.portcullis.gateway.testkit.ManualClock;
import dev.portcullis.gateway.testkit.ManualScheduler;
import dev.portcullis.gateway.testkit.RecordingFilter;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** A gateway under test: manual time, seeded ids, an observer that remembers how exchanges ended. */
final class Bench {
    static final Decision REFUSAL = Decision.reject(Reason.FORBIDDEN, "test.refused", "as the test wants");

    final ManualClock clock = new ManualClock();
    final ManualScheduler scheduler = new ManualScheduler(clock);
    final RecordingFilter audit = RecordingFilter.continuing("audit");
    final Gateway.Builder builder = Gateway.builder()
            .clock(clock, clock)
            .scheduler(scheduler)
            .random(RandomGenerator.of("L64X128MixRandom"))
            .policyVersion("test@1")
            .add(Stage.AUDIT, audit);

    Bench add(Stage stage, String name, Filter filter) {
        return add(Installation.of(stage, named(name, filter)));
    }

    Bench add(Installation installation) {
        builder.add(installation);
        return this;
    }

    Bench custom(Filter filter) {
        return add(Stage.CUSTOM, "custom", filter);
    }

    /** A filter that only subscribes. */
    Bench subscribing(Consumer<Exchange> subscription) {
        return custom(x -> {
            subscription.accept(x);
            return Decision.CONTINUE;
        });
    }

    Bench inspecting(BodyLimit limit, Function<Body, Verdict> inspector) {
        return subscribing(x -> x.inspectRequestBody(limit, inspector));
    }

    Bench inspectingResponse(BodyLimit limit, Function<Body, Verdict> inspector) {
        return subscribing(x -> x.inspectResponseBody(limit, inspector));
    }

    Bench route(Route route) {
        return add(Stage.ROUTE, "route", x -> {
            x.put(Route.KEY, route);
            return Decision.CONTINUE;
        });
    }

    static Route streamRoute() {
        return Route.builder("stream").path("/**").body(Route.BodyMode.STREAM).build();
    }

    FakeHost host() {
        return FakeHost.of(builder.build());
    }

    FakeExchange send(FakeRequest request) {
        return host().send(request);
    }

    FakeExchange get() {
        return send(FakeRequest.get("/"));
    }

    static Filter named(String name, Filter filter) {
        return new Filter() {
            @Override
            public Verdict onRequest(Exchange exchange) {
                return filter.onRequest(exchange);
            }

            @Override
            public String name() {
                return name;
            }
        };
    }
}

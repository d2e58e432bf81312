package dev.portcullis.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.FilterRun;
import dev.portcullis.gateway.Installation;
import dev.portcullis.gateway.Mode;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.Verdict;
import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FilterTimesTest {
    private record Told(Outcome outcome, @Nullable Route route) {}

    private final Bench bench = new Bench();
    private final List<Told> told = new ArrayList<>();

    private Filter taking(int micros, Verdict verdict) {
        return x -> {
            bench.clock.advance(Duration.ofNanos(micros * 1_000L));
            return verdict;
        };
    }

    private List<FilterRun> runs() {
        assertThat(told).hasSize(1);
        return told.get(0).outcome().runs();
    }

    private void measure() {
        bench.builder.onOutcome((outcome, route) -> told.add(new Told(outcome, route)));
    }

    @Test
    void eachFilterThatRanIsToldWithItsModeAndItsTime() {
        measure();
        bench.add(Stage.AUTHENTICATION, "jwt", taking(30, Decision.CONTINUE));
        bench.add(Installation.of(Stage.AUTHORIZATION, Bench.named("rules", taking(5, Bench.REFUSAL)))
                .withMode(Mode.SHADOW));
        bench.add(Installation.of(Stage.WAF, Bench.named("waf", taking(1, Decision.CONTINUE)))
                .withMode(Mode.OFF));
        bench.add(Stage.CUSTOM, "own", taking(7, Decision.CONTINUE));
        bench.get();
        assertThat(runs())
                .containsExactly(
                        new FilterRun("audit", Mode.ENFORCE, 0),
                        new FilterRun("jwt", Mode.ENFORCE, 30_000),
                        new FilterRun("rules", Mode.SHADOW, 5_000),
                        new FilterRun("own", Mode.ENFORCE, 7_000));
        assertThat(bench.audit.outcome().runs()).isEqualTo(runs());
    }

    @Test
    void whatComesAfterARefusalDidNotRun() {
        measure();
        bench.add(Stage.AUTHENTICATION, "jwt", taking(30, Bench.REFUSAL));
        bench.add(Stage.CUSTOM, "own", taking(7, Decision.CONTINUE));
        bench.get();
        assertThat(runs()).extracting(FilterRun::filter).containsExactly("audit", "jwt");
    }

    @Test
    void inspectorsAndTheWaitForADeferredVerdictAreTheFiltersTime() {
        measure();
        CompletableFuture<Decision> later = new CompletableFuture<>();
        bench.custom(x -> {
            x.inspectRequestBody(BodyLimit.reject(100), body -> {
                bench.clock.advance(Duration.ofNanos(3_000));
                return Decision.CONTINUE;
            });
            x.inspectResponse(head -> {
                bench.clock.advance(Duration.ofNanos(200));
                return Decision.CONTINUE;
            });
            return Verdict.defer(later, Duration.ofSeconds(1), Bench.REFUSAL);
        });
        FakeExchange exchange = bench.host().start(FakeRequest.get("/"));
        bench.clock.advance(Duration.ofNanos(40_000));
        later.complete(Decision.CONTINUE);
        exchange.runHome();
        assertThat(runs()).contains(new FilterRun("custom", Mode.ENFORCE, 43_200));
    }

    @Test
    void aRequestThatIsRefusedBeforeTheFirstFilterIsToldToo() {
        measure();
        bench.send(FakeRequest.get("/..%2f"));
        assertThat(runs()).isEmpty();
        assertThat(told.get(0).outcome().rejection()).isNotNull();
        assertThat(told.get(0).route()).isNull();
    }

    @Test
    void theRouteIsTold() {
        measure();
        Route route = Route.builder("orders").path("/**").build();
        bench.route(route).get();
        assertThat(told.get(0).route()).isSameAs(route);
    }

    @Test
    void anObserverThatThrowsChangesNothing() {
        bench.builder.onOutcome((outcome, route) -> {
            throw new IllegalStateException("on purpose");
        });
        assertThat(bench.get().response().status()).isEqualTo(200);
    }

    @Test
    void withoutAnObserverNothingIsMeasured() {
        bench.get();
        assertThat(bench.audit.outcome().runs()).isEmpty();
    }
}

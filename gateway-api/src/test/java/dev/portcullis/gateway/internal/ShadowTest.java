package dev.portcullis.gateway.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.FilterVerdict;
import dev.portcullis.gateway.Installation;
import dev.portcullis.gateway.Key;
import dev.portcullis.gateway.Mode;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.Verdict;
import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeRequest;
import dev.portcullis.gateway.testkit.FakeResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ShadowTest {
    private static final Key<String> USER = Key.of("user", String.class);

    private final Bench bench = new Bench();

    private Bench shadowed(Filter filter) {
        return bench.add(
                Installation.of(Stage.CUSTOM, Bench.named("shadow", filter)).withMode(Mode.SHADOW));
    }

    private FilterVerdict onlyVerdict() {
        List<FilterVerdict> verdicts = bench.audit.outcome().verdicts();
        assertThat(verdicts).hasSize(1);
        assertThat(verdicts.get(0).mode()).isEqualTo(Mode.SHADOW);
        assertThat(verdicts.get(0).filter()).isEqualTo("shadow");
        return verdicts.get(0);
    }

    private static String code(FilterVerdict verdict) {
        Rejection rejection = verdict.rejection();
        return rejection == null ? "" : rejection.code();
    }

    @Test
    void recordsARefusalAndLetsTheRequestPass() {
        FakeExchange exchange = shadowed(x -> Bench.REFUSAL).get();
        assertThat(exchange.response().status()).isEqualTo(200);
        assertThat(code(onlyVerdict())).isEqualTo("test.refused");
        assertThat(bench.audit.outcome().end()).isEqualTo(Outcome.End.ANSWERED);
        assertThat(bench.audit.outcome().decidedBy()).isNull();
    }

    @Test
    void recordsWhateverIsThrownAndLetsTheRequestPass() {
        FakeExchange exchange = shadowed(x -> {
                    throw new StackOverflowError();
                })
                .get();
        assertThat(exchange.response().status()).isEqualTo(200);
        assertThat(onlyVerdict().failure()).isInstanceOf(StackOverflowError.class);
    }

    @Test
    void recordsNullAndLetsTheRequestPass() {
        assertThat(shadowed(x -> nothing()).get().response().status()).isEqualTo(200);
        assertThat(onlyVerdict().failure()).isInstanceOf(NullPointerException.class);
    }

    @Test
    void dropsEditsAndKeysButShowsThemToOtherShadows() {
        List<String> seen = new ArrayList<>();
        shadowed(x -> {
            x.put(USER, "jane");
            seen.add(x.get(USER).orElse("nobody"));
            x.upstreamHeaders().set("X-User", "jane");
            x.responseHeaders().set("X-User", "jane");
            return Decision.CONTINUE;
        });
        shadowed(x -> {
            seen.add(x.get(USER).orElse("nobody"));
            return Decision.CONTINUE;
        });
        FakeExchange exchange = bench.custom(x -> {
                    seen.add(x.get(USER).orElse("nobody"));
                    return Decision.CONTINUE;
                })
                .get();
        assertThat(seen).containsExactly("jane", "jane", "nobody");
        assertThat(exchange.fact(USER)).isEmpty();
        assertThat(exchange.upstream().contains("X-User")).isFalse();
        assertThat(exchange.response().headers().contains("X-User")).isFalse();
        assertThat(exchange.passage().watchesResponse()).isFalse();
    }

    @Test
    void seesWhatEnforcedFiltersFound() {
        List<String> seen = new ArrayList<>();
        bench.subscribing(x -> x.put(USER, "jane"));
        shadowed(x -> {
                    seen.add(x.get(USER).orElse("nobody"));
                    return Decision.CONTINUE;
                })
                .get();
        assertThat(seen).containsExactly("jane");
    }

    @Test
    void checksEditsEvenThoughItDropsThem() {
        shadowed(x -> {
                    x.upstreamHeaders().set("X-User", "a\r\nb");
                    return Decision.CONTINUE;
                })
                .get();
        assertThat(onlyVerdict().failure()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void neverWaitsForADeferredVerdictButRecordsIt() {
        CompletableFuture<Decision> later = new CompletableFuture<>();
        shadowed(x -> Verdict.defer(later, Duration.ofSeconds(1), Decision.CONTINUE));
        FakeExchange exchange = bench.host()
                .handler(x -> {
                    later.complete(Bench.REFUSAL);
                    return FakeResponse.text(200, "ok");
                })
                .send(FakeRequest.get("/"));
        assertThat(exchange.hops()).isZero();
        assertThat(bench.scheduler.pending()).isZero();
        assertThat(code(onlyVerdict())).isEqualTo("test.refused");
    }

    @Test
    void recordsALateVerdictAsLateAndWhatItWouldHaveCountedAs() {
        CompletableFuture<Decision> later = new CompletableFuture<>();
        shadowed(x -> Verdict.defer(later, Duration.ofSeconds(1), Bench.REFUSAL));
        bench.host()
                .handler(x -> {
                    bench.clock.advance(Duration.ofSeconds(2));
                    later.complete(Decision.CONTINUE);
                    return FakeResponse.text(200, "ok");
                })
                .send(FakeRequest.get("/"));
        List<FilterVerdict> verdicts = bench.audit.outcome().verdicts();
        assertThat(verdicts).hasSize(2);
        assertThat(verdicts.get(0).failure()).isInstanceOf(TimeoutException.class);
        assertThat(code(verdicts.get(1))).isEqualTo("test.refused");
    }

    @Test
    void callsItsInspectorsAndOnlyRecordsWhatTheySay() {
        List<String> called = new ArrayList<>();
        shadowed(x -> {
            x.inspectRequestBody(BodyLimit.reject(9), body -> {
                called.add("request " + body.length());
                return Bench.REFUSAL;
            });
            x.inspectResponse(head -> {
                called.add("response " + head.status());
                x.inspectResponseBody(BodyLimit.reject(9), body -> {
                    called.add("body " + body.length());
                    return Bench.REFUSAL;
                });
                throw new IllegalStateException("on purpose");
            });
            x.onComplete(outcome -> called.add("end"));
            return Decision.CONTINUE;
        });
        FakeExchange exchange = bench.send(FakeRequest.post("/", "hello"));
        assertThat(exchange.response().text()).isEqualTo("ok");
        assertThat(called).containsExactly("request 5", "response 200", "body 2", "end");
        assertThat(bench.audit.outcome().verdicts()).hasSize(3).allMatch(v -> v.mode() == Mode.SHADOW);
    }

    @Test
    void refusesNothingForAShadowsLimits() {
        shadowed(x -> {
            x.inspectRequestBody(BodyLimit.reject(1), body -> Bench.REFUSAL);
            x.inspectResponseBody(BodyLimit.reject(1), body -> Bench.REFUSAL);
            return Decision.CONTINUE;
        });
        for (FakeRequest request : List.of(
                FakeRequest.post("/", "hello"), FakeRequest.of("POST", "/").chunked("hello".getBytes(UTF_8)))) {
            assertThat(bench.send(request).response().status()).isEqualTo(200);
        }
        assertThat(bench.audit.outcomes())
                .hasSize(2)
                .allSatisfy(outcome -> assertThat(outcome.verdicts().stream().map(ShadowTest::code))
                        .containsExactly("body.too_large", "response.too_large"));
    }

    @Test
    void refusesNothingForACodingThatOnlyAShadowCannotRead() {
        shadowed(x -> {
            x.inspectRequestBody(BodyLimit.reject(99), body -> Bench.REFUSAL);
            x.inspectResponseBody(BodyLimit.reject(99), body -> Bench.REFUSAL);
            return Decision.CONTINUE;
        });
        FakeExchange exchange = bench.host()
                .answering(FakeResponse.text(200, "ok").header("Content-Encoding", "br"))
                .send(FakeRequest.post("/", "hello").header("Content-Encoding", "br"));
        assertThat(exchange.response().status()).isEqualTo(200);
        assertThat(bench.audit.outcome().verdicts().stream().map(ShadowTest::code))
                .containsExactly("body.coding", "response.coding");
        assertThat(bench.audit.outcome().responseUninspected()).isTrue();
    }

    @Test
    void refusesNothingWhenTheBuffersAreFullForAShadowAlone() {
        bench.builder.limits(dev.portcullis.gateway.Limits.DEFAULTS.withBuffers(3));
        shadowed(x -> {
            x.inspectRequestBody(BodyLimit.reject(99), body -> Bench.REFUSAL);
            return Decision.CONTINUE;
        });
        assertThat(bench.send(FakeRequest.post("/", "hello")).response().status())
                .isEqualTo(200);
        assertThat(code(onlyVerdict())).isEqualTo("gateway.buffers");
    }

    @Test
    void takesNothingFromAShadowThatIsNotRunning() {
        AtomicReference<Exchange> kept = new AtomicReference<>();
        shadowed(x -> {
            kept.set(x);
            return Decision.CONTINUE;
        });
        FakeExchange exchange = bench.custom(x -> {
                    kept.get().onComplete(outcome -> {});
                    return Decision.CONTINUE;
                })
                .get();
        assertThat(exchange.code()).isEqualTo("filter.failed");
    }

    @Test
    void takesItsModeFromTheRouteOnceThatIsKnown() {
        List<String> ran = new ArrayList<>();
        bench.add(Installation.of(Stage.AUDIT, x -> {
                            ran.add("before");
                            return Decision.CONTINUE;
                        })
                        .withRouteMode("docs", Mode.OFF))
                .route(Route.builder("docs").path("/**").build())
                .add(Installation.of(Stage.WAF, Bench.named("shadow", x -> Bench.REFUSAL))
                        .withRouteMode("docs", Mode.SHADOW))
                .add(Installation.of(Stage.CUSTOM, x -> Bench.REFUSAL).withRouteMode("docs", Mode.OFF))
                .add(Installation.after(Stage.ROUTE, x -> {
                            ran.add("after");
                            return Decision.CONTINUE;
                        })
                        .withMode(Mode.OFF)
                        .withRouteMode("docs", Mode.ENFORCE));
        assertThat(bench.get().response().status()).isEqualTo(200);
        assertThat(ran).containsExactly("before", "after");
        assertThat(code(onlyVerdict())).isEqualTo("test.refused");
    }

    @Test
    void takesTheDefaultModeOnARouteThatSaysNothing() {
        bench.route(Route.builder("orders").path("/**").build())
                .add(Installation.of(Stage.WAF, x -> Bench.REFUSAL).withRouteMode("docs", Mode.OFF));
        assertThat(bench.get().code()).isEqualTo("test.refused");
    }

    @SuppressWarnings("NullAway") // what a careless filter returns
    private static Verdict nothing() {
        return null;
    }
}

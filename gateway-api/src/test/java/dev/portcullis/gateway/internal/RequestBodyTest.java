package dev.portcullis.gateway.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Limits;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.Verdict;
import dev.portcullis.gateway.host.Ending;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.Step;
import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import dev.portcullis.gateway.testkit.FakeResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyTest {
    private final List<Body> seen = new ArrayList<>();

    private Verdict see(Body body) {
        seen.add(body);
        return Decision.CONTINUE;
    }

    private List<String> seenTexts() {
        return seen.stream().map(body -> new String(body.toByteArray(), UTF_8)).toList();
    }

    @Test
    void forwardsNothingUntilTheLastInspectorHasPassed() {
        CompletableFuture<Decision> later = new CompletableFuture<>();
        FakeExchange exchange = new Bench()
                .inspecting(BodyLimit.reject(9), this::see)
                .inspecting(BodyLimit.reject(9), b -> Verdict.defer(later, Duration.ofSeconds(1), Bench.REFUSAL))
                .host()
                .start(FakeRequest.post("/", "hello"));
        assertThat(seenTexts()).containsExactly("hello");
        assertThat(exchange.forwarded()).isFalse();
        later.complete(Decision.CONTINUE);
        exchange.runHome();
        assertThat(exchange.forwarded()).isTrue();
    }

    @Test
    void showsEveryInspectorAllOfTheBody() {
        Function<Body, Verdict> reading = body -> {
            assertThat(body.buffer().remaining()).isEqualTo(5);
            byte[] all = new byte[5];
            body.buffer().get(all);
            return see(body);
        };
        new Bench()
                .inspecting(BodyLimit.reject(9), reading)
                .inspecting(BodyLimit.reject(9), reading)
                .send(FakeRequest.post("/", "hello"));
        assertThat(seenTexts()).containsExactly("hello", "hello");
    }

    @Test
    void callsAnInspectorOnceWithTheEmptyBodyWhereThereIsNone() {
        FakeExchange exchange =
                new Bench().inspecting(BodyLimit.reject(9), this::see).get();
        assertThat(seen).containsExactly(Body.EMPTY);
        assertThat(exchange.steps()).containsExactly(Step.Forward.INSTANCE);
    }

    @Test
    void doesNotCollectWhatNobodyAskedForAndWhoseLengthIsKnown() {
        FakeExchange exchange = new Bench().send(FakeRequest.post("/", "hello"));
        assertThat(exchange.steps()).containsExactly(Step.Forward.INSTANCE);
    }

    @Test
    void refusesADeclaredLengthOverTheStrictestLimitBeforeAnyByteIsRead() {
        Bench bench = new Bench()
                .inspecting(BodyLimit.inspectPrefix(100), this::see)
                .inspecting(BodyLimit.reject(4), this::see);
        FakeExchange exchange = bench.send(FakeRequest.post("/", "hello"));
        assertThat(exchange.steps()).hasSize(1).first().isInstanceOf(Step.Reply.class);
        assertThat(exchange.response().status()).isEqualTo(413);
        assertThat(exchange.code()).isEqualTo("body.too_large");
        assertThat(seen).isEmpty();
        assertThat(bench.audit.outcome().decidedBy()).isEqualTo("custom");
    }

    @Test
    void refusesAnUndeclaredLengthOverTheStrictestLimitWhateverOthersAllow() {
        FakeExchange exchange = new Bench()
                .inspecting(BodyLimit.reject(4), this::see)
                .inspecting(BodyLimit.reject(100), this::see)
                .send(FakeRequest.of("POST", "/").chunked("hello".getBytes(UTF_8)));
        assertThat(exchange.code()).isEqualTo("body.too_large");
        assertThat(exchange.forwarded()).isFalse();
        assertThat(seen).isEmpty();
    }

    @Test
    void admitsExactlyTheLimit() {
        for (FakeRequest request : List.of(
                FakeRequest.post("/", "hello"), FakeRequest.of("POST", "/").chunked("hello".getBytes(UTF_8)))) {
            assertThat(new Bench()
                            .inspecting(BodyLimit.reject(5), this::see)
                            .send(request)
                            .forwarded())
                    .isTrue();
        }
    }

    @Test
    void showsEachInspectorItsOwnPrefixMarkedAsTruncated() {
        FakeExchange exchange = new Bench()
                .inspecting(BodyLimit.inspectPrefix(2), this::see)
                .inspecting(BodyLimit.inspectPrefix(4), this::see)
                .send(FakeRequest.post("/", "hello"));
        assertThat(seenTexts()).containsExactly("he", "hell");
        assertThat(seen).allMatch(Body::truncated);
        assertThat(exchange.forwarded()).isTrue();
        assertThat(((Step.Collect) exchange.steps().get(0)).limit()).isEqualTo(4);
    }

    @Test
    void collectsOnlyThePrefixOfADeclaredBodyThatNobodyNeedsWhole() {
        FakeExchange exchange = new Bench()
                .inspecting(BodyLimit.inspectPrefix(10), this::see)
                .send(FakeRequest.post("/", "x".repeat(500_000)));
        assertThat(((Step.Collect) exchange.steps().get(0)).limit()).isEqualTo(10);
        assertThat(exchange.forwarded()).isTrue();
    }

    @Test
    void holdsTheGatewaysBoundForEveryBodyInspectedOrNot() {
        Bench bench = new Bench();
        bench.builder.limits(Limits.DEFAULTS.withBody(4));
        FakeHost host = bench.host();
        FakeExchange declared = host.send(FakeRequest.post("/", "hello"));
        assertThat(declared.steps()).hasSize(1);
        assertThat(declared.response().status()).isEqualTo(413);
        FakeExchange undeclared = host.send(FakeRequest.of("POST", "/").chunked("hello".getBytes(UTF_8)));
        assertThat(undeclared.response().status()).isEqualTo(413);
        assertThat(undeclared.forwarded()).isFalse();
        assertThat(host.send(FakeRequest.of("POST", "/").chunked("hell".getBytes(UTF_8)))
                        .forwarded())
                .isTrue();
    }

    @Test
    void letsARouteRaiseAndLowerTheBound() {
        Route wide = Route.builder("wide").path("/**").bodyLimit(10).build();
        Bench bench = new Bench().route(wide);
        bench.builder.limits(Limits.DEFAULTS.withBody(4));
        assertThat(bench.send(FakeRequest.post("/", "hello")).forwarded()).isTrue();
        Route narrow = Route.builder("narrow").path("/**").bodyLimit(3).build();
        assertThat(new Bench()
                        .route(narrow)
                        .send(FakeRequest.post("/", "hello"))
                        .code())
                .isEqualTo("body.too_large");
    }

    @Test
    void collectsNothingOfUnknownLengthWithoutABound() {
        Bench bench = new Bench();
        bench.builder.limits(Limits.DEFAULTS.withBody(Integer.MAX_VALUE));
        FakeExchange exchange = bench.send(FakeRequest.of("POST", "/").chunked(new byte[9]));
        assertThat(exchange.steps()).containsExactly(Step.Forward.INSTANCE);
    }

    @Test
    void bounds413AlsoWhatABoundlessPrefixInspectorWouldLetThrough() {
        Bench bench = new Bench().inspecting(BodyLimit.inspectPrefix(2), this::see);
        bench.builder.limits(Limits.DEFAULTS.withBody(4));
        assertThat(bench.send(FakeRequest.of("POST", "/").chunked(new byte[5])).code())
                .isEqualTo("body.too_large");
        assertThat(seen).isEmpty();
    }

    @Test
    void refusesABodyThatTakesTooLong() {
        Bench bench = new Bench().inspecting(BodyLimit.reject(9), this::see);
        bench.builder.limits(Limits.DEFAULTS.withBodyTime(Duration.ofSeconds(3)));
        FakeExchange exchange = bench.send(FakeRequest.post("/", "hello").stalling());
        assertThat(((Step.Collect) exchange.steps().get(0)).within()).isEqualTo(Duration.ofSeconds(3));
        assertThat(exchange.response().status()).isEqualTo(408);
        assertThat(exchange.code()).isEqualTo("body.late");
        assertThat(seen).isEmpty();
    }

    @Test
    void boundsTheBuffersOfAllExchangesTogether() {
        Bench bench = new Bench().inspecting(BodyLimit.reject(100), this::see);
        bench.builder.limits(Limits.DEFAULTS.withBuffers(150));
        Gateway gateway = bench.builder.build();
        FakeHost host = FakeHost.of(gateway);
        Passage slow = gateway.open(FakeRequest.post("/", "x".repeat(100)).head(), Runnable::run);
        assertThat(slow.begin()).isInstanceOf(Step.Collect.class);
        assertThat(slow.collected(80)).isNull();
        assertThat(gateway.bufferedBytes()).isEqualTo(80);

        FakeExchange other = host.send(FakeRequest.post("/", "x".repeat(71)));
        assertThat(other.response().status()).isEqualTo(503);
        assertThat(other.code()).isEqualTo("gateway.buffers");
        assertThat(gateway.bufferedBytes()).isEqualTo(80);

        slow.complete(new Ending(Ending.Kind.CANCELLED, 0, 80, 0, null));
        assertThat(gateway.bufferedBytes()).isZero();
        assertThat(host.send(FakeRequest.post("/", "x".repeat(71))).forwarded()).isTrue();
        assertThat(gateway.bufferedBytes()).isZero();
    }

    @Test
    void countsWhatAHostCollectsWithoutTelling() {
        Bench bench = new Bench().inspecting(BodyLimit.reject(100), this::see);
        bench.builder.limits(Limits.DEFAULTS.withBuffers(10));
        Passage passage =
                bench.builder.build().open(FakeRequest.post("/", "x".repeat(20)).head(), Runnable::run);
        passage.begin();
        assertThat(((Step.Reply) passage.requestBody(Body.of(new byte[20]))).status())
                .isEqualTo(503);
    }

    @Test
    void neverPassesOnMoreThanItsInspectorsSawWhenAHostCollectsTooMuch() {
        Passage passage = new Bench()
                .inspecting(BodyLimit.reject(4), this::see)
                .builder
                .build()
                .open(FakeRequest.of("POST", "/").chunked(new byte[5]).head(), Runnable::run);
        passage.begin();
        assertThat(((Step.Reply) passage.requestBody(Body.of(new byte[5]))).status())
                .isEqualTo(413);
    }

    @Test
    void exemptsOnlyARouteThatDeclaresAStream() {
        FakeExchange exchange = new Bench()
                .route(Bench.streamRoute())
                .inspecting(BodyLimit.reject(1), body -> Bench.REFUSAL)
                .send(FakeRequest.of("POST", "/").chunked(new byte[5_000_000]));
        assertThat(exchange.forwarded()).isTrue();
        assertThat(exchange.steps()).containsExactly(Step.Forward.INSTANCE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: text/event-stream",
                "Content-Type: application/grpc",
                "Content-Type: application/x-ndjson",
                "Content-Type: multipart/x-mixed-replace",
                "Accept: text/event-stream",
                "Upgrade: websocket",
                "Connection: upgrade",
                "Expect: 100-continue",
                "X-Accel-Buffering: no",
                "Content-Encoding: identity"
            })
    void isNotTemptedByAHeaderOfTheClientToSkipTheBody(String field) {
        String name = field.substring(0, field.indexOf(':'));
        FakeRequest request = FakeRequest.of("POST", "/").header(name, field.substring(name.length() + 2));
        for (FakeRequest attack : List.of(request.body("attack"), request.chunked("attack".getBytes(UTF_8)))) {
            FakeExchange exchange = new Bench()
                    .inspecting(BodyLimit.reject(99), body -> body.length() == 6 ? Bench.REFUSAL : Decision.CONTINUE)
                    .send(attack);
            assertThat(exchange.code()).isEqualTo("test.refused");
        }
    }

    @Test
    void collectsAnHttp2BodyWhoseLengthIsNotDeclared() {
        FakeExchange exchange = new Bench()
                .inspecting(BodyLimit.reject(9), this::see)
                .send(FakeRequest.get("/").protocol("HTTP/2"));
        assertThat(exchange.steps().get(0)).isInstanceOf(Step.Collect.class);
        assertThat(seen)
                .singleElement()
                .satisfies(body -> assertThat(body.length()).isZero());
    }

    @Test
    void givesTheHandlersAnswerAfterAnInspectedBody() {
        Bench bench = new Bench().inspecting(BodyLimit.reject(9), this::see);
        FakeExchange exchange =
                bench.host().answering(FakeResponse.text(201, "made")).send(FakeRequest.post("/", "x"));
        assertThat(exchange.response().status()).isEqualTo(201);
        assertThat(bench.audit.outcome().end()).isEqualTo(Outcome.End.ANSWERED);
        assertThat(bench.audit.outcome().requestBytes()).isEqualTo(1);
        assertThat(bench.audit.outcome().responseBytes()).isEqualTo(4);
    }
}

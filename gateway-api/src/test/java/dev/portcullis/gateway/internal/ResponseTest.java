package dev.portcullis.gateway.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Limits;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.ResponseHead;
import dev.portcullis.gateway.Verdict;
import dev.portcullis.gateway.host.Ending;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.Step;
import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import dev.portcullis.gateway.testkit.FakeResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseTest {
    private final List<Body> seen = new ArrayList<>();

    private Verdict see(Body body) {
        seen.add(body);
        return Decision.CONTINUE;
    }

    private String seenText() {
        assertThat(seen).hasSize(1);
        return new String(seen.get(0).toByteArray(), UTF_8);
    }

    @Test
    void needsNoWrapperWhereNobodyLooksAtTheResponse() {
        assertThat(new Bench().get().passage().watchesResponse()).isFalse();
        assertThat(new Bench()
                        .subscribing(x -> x.responseHeaders())
                        .get()
                        .passage()
                        .watchesResponse())
                .isFalse();
        assertThat(new Bench()
                        .subscribing(x -> x.responseHeaders().remove("Server"))
                        .get()
                        .passage()
                        .watchesResponse())
                .isTrue();
    }

    @Test
    void showsInspectorsTheHandlersOwnHeadAndSendsTheEditedOne() {
        List<Headers> heads = new ArrayList<>();
        Bench bench = new Bench().subscribing(x -> {
            x.responseHeaders().set("X-First", "1").remove("Server");
            x.inspectResponse(head -> {
                heads.add(head.headers());
                x.responseHeaders().add("X-Second", "2");
                return Decision.CONTINUE;
            });
        });
        FakeResponse own = FakeResponse.text(200, "ok").header("Server", "secret/1");
        FakeExchange exchange = bench.host().answering(own).send(FakeRequest.get("/"));
        assertThat(heads).containsExactly(own.headers());
        assertThat(exchange.response().headers())
                .isEqualTo(Headers.of("Content-Type", "text/plain", "X-First", "1", "X-Second", "2"));
    }

    @Test
    void collectsABodyForItsInspectors() {
        FakeExchange exchange =
                new Bench().inspectingResponse(BodyLimit.reject(2), this::see).get();
        assertThat(seenText()).isEqualTo("ok");
        assertThat(exchange.response().text()).isEqualTo("ok");
    }

    @Test
    void letsAHeadInspectorDecideWhetherItWantsTheBody() {
        Bench bench = new Bench()
                .subscribing(x -> x.inspectResponse(head -> {
                    if (head.headers().first("Content-Type").orElse("").startsWith("text/")) {
                        x.inspectResponseBody(BodyLimit.reject(9), this::see);
                    }
                    return Decision.CONTINUE;
                }));
        FakeHost host = bench.host();
        host.answering(FakeResponse.of(200, "image/png", "png")).send(FakeRequest.get("/"));
        assertThat(seen).isEmpty();
        host.answering(FakeResponse.text(200, "text")).send(FakeRequest.get("/"));
        assertThat(seenText()).isEqualTo("text");
    }

    @Test
    void callsBodyInspectorsInTheOrderOfTheirFiltersHoweverLateTheyAsked() {
        List<String> order = new ArrayList<>();
        new Bench()
                .subscribing(x -> x.inspectResponse(head -> {
                    x.inspectResponseBody(BodyLimit.reject(9), body -> {
                        order.add("first filter");
                        return Decision.CONTINUE;
                    });
                    return Decision.CONTINUE;
                }))
                .inspectingResponse(BodyLimit.reject(9), body -> {
                    order.add("second filter");
                    return Decision.CONTINUE;
                })
                .get();
        assertThat(order).containsExactly("first filter", "second filter");
    }

    @Test
    void refusesAResponseOverTheStrictestLimit() {
        Bench bench = new Bench()
                .inspectingResponse(BodyLimit.inspectPrefix(9), this::see)
                .inspectingResponse(BodyLimit.reject(1), this::see);
        FakeExchange exchange = bench.get();
        assertThat(exchange.response().status()).isEqualTo(502);
        assertThat(exchange.code()).isEqualTo("response.too_large");
        assertThat(exchange.forwarded()).isTrue();
        assertThat(bench.audit.outcome().end()).isEqualTo(Outcome.End.REJECTED);
    }

    @Test
    void refusesADeclaredLengthOverTheLimitWithoutCollecting() {
        FakeExchange exchange = new Bench()
                .inspectingResponse(BodyLimit.reject(1), this::see)
                .host()
                .answering(FakeResponse.text(200, "ok").header("Content-Length", "2"))
                .send(FakeRequest.get("/"));
        assertThat(exchange.code()).isEqualTo("response.too_large");
        assertThat(exchange.steps()).noneMatch(Step.Collect.class::isInstance);
    }

    @Test
    void showsThePrefixOfALongResponseAndSendsAllOfIt() {
        FakeExchange exchange = new Bench()
                .inspectingResponse(BodyLimit.inspectPrefix(1), this::see)
                .get();
        assertThat(seenText()).isEqualTo("o");
        assertThat(seen.get(0).truncated()).isTrue();
        assertThat(exchange.response().text()).isEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/event-stream",
                "Text/Event-Stream; charset=utf-8",
                "application/grpc",
                "application/grpc+proto",
                "application/grpc-web+proto",
                "application/x-ndjson",
                "application/ndjson;v=1",
                "multipart/x-mixed-replace;boundary=x"
            })
    void doesNotHoldBackAStreamAndSaysSo(String type) {
        Bench bench = new Bench().inspectingResponse(BodyLimit.reject(1), this::see);
        FakeExchange exchange =
                bench.host().answering(FakeResponse.of(200, type, "event")).send(FakeRequest.get("/"));
        assertThat(exchange.steps()).noneMatch(Step.Collect.class::isInstance);
        assertThat(exchange.response().text()).isEqualTo("event");
        assertThat(seen).isEmpty();
        assertThat(bench.audit.outcome().responseUninspected()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/event-streams", "application/grpcs", "text/plain; x=text/event-stream", "application/json"
            })
    void holdsBackWhatOnlyLooksLikeAStream(String type) {
        Bench bench = new Bench().inspectingResponse(BodyLimit.reject(9), body -> Bench.REFUSAL);
        FakeExchange exchange =
                bench.host().answering(FakeResponse.of(200, type, "leak")).send(FakeRequest.get("/"));
        assertThat(exchange.response().status()).isEqualTo(403);
    }

    @Test
    void doesNotCollectOnAStreamRouteAndSaysSo() {
        Bench bench = new Bench().route(Bench.streamRoute()).inspectingResponse(BodyLimit.reject(1), this::see);
        assertThat(bench.get().response().text()).isEqualTo("ok");
        assertThat(seen).isEmpty();
        assertThat(bench.audit.outcome().responseUninspected()).isTrue();
    }

    @Test
    void doesNotCollectAnUpgradedConnectionAndSaysSo() {
        Bench bench = new Bench().inspectingResponse(BodyLimit.reject(1), this::see);
        Passage passage = bench.builder.build().open(FakeRequest.get("/").head(), Runnable::run);
        assertThat(passage.begin()).isEqualTo(Step.Forward.INSTANCE);
        assertThat(passage.response(new ResponseHead(103, Headers.EMPTY))).isEqualTo(Step.Forward.INSTANCE);
        assertThat(passage.response(new ResponseHead(101, Headers.EMPTY))).isEqualTo(Step.Forward.INSTANCE);
        passage.complete(new Ending(Ending.Kind.UPGRADED, 101, 0, 0, null));
        assertThat(bench.audit.outcome().end()).isEqualTo(Outcome.End.UPGRADED);
        assertThat(bench.audit.outcome().responseUninspected()).isTrue();
    }

    @Test
    void showsTheEmptyBodyAtOnceWhereThereIsNoneByDefinition() {
        for (FakeExchange exchange : List.of(
                empty(FakeRequest.of("HEAD", "/"), 200),
                empty(FakeRequest.get("/"), 204),
                empty(FakeRequest.get("/"), 304))) {
            assertThat(exchange.steps()).noneMatch(Step.Collect.class::isInstance);
        }
        assertThat(seen).containsExactly(Body.EMPTY, Body.EMPTY, Body.EMPTY);
    }

    private FakeExchange empty(FakeRequest request, int status) {
        Bench bench = new Bench().inspectingResponse(BodyLimit.reject(1), this::see);
        FakeResponse none = new FakeResponse(status, Headers.of("Content-Length", "99"), new byte[0]);
        FakeExchange exchange = bench.host().answering(none).send(request);
        assertThat(bench.audit.outcome().responseUninspected()).isFalse();
        return exchange;
    }

    @Test
    void decodesACompressedResponseAndSendsTheOriginal() throws IOException {
        byte[] coded = RequestCodingTest.gzip("stack trace");
        FakeResponse own = new FakeResponse(200, Headers.of("Content-Encoding", "gzip"), coded);
        FakeExchange exchange = new Bench()
                .inspectingResponse(BodyLimit.reject(100), this::see)
                .host()
                .answering(own)
                .send(FakeRequest.get("/"));
        assertThat(seenText()).isEqualTo("stack trace");
        assertThat(exchange.response().body()).isEqualTo(coded);
    }

    @Test
    void refusesAResponseWhoseCodingCannotBeInspected() {
        FakeResponse own = new FakeResponse(200, Headers.of("Content-Encoding", "br"), new byte[9]);
        FakeExchange exchange = new Bench()
                .inspectingResponse(BodyLimit.reject(100), this::see)
                .host()
                .answering(own)
                .send(FakeRequest.get("/"));
        assertThat(exchange.response().status()).isEqualTo(502);
        assertThat(exchange.code()).isEqualTo("response.coding");
    }

    @Test
    void refusesAResponseThatIsNotInItsCoding() {
        FakeResponse own = new FakeResponse(200, Headers.of("Content-Encoding", "gzip"), new byte[9]);
        FakeExchange exchange = new Bench()
                .inspectingResponse(BodyLimit.reject(100), this::see)
                .host()
                .answering(own)
                .send(FakeRequest.get("/"));
        assertThat(exchange.code()).isEqualTo("response.coding_broken");
        assertThat(exchange.response().status()).isEqualTo(502);
    }

    @Test
    void boundsTheBuffersOfResponsesToo() {
        Bench bench = new Bench()
                .inspecting(BodyLimit.reject(9), this::see)
                .inspectingResponse(BodyLimit.reject(100), this::see);
        bench.builder.limits(Limits.DEFAULTS.withBuffers(10));
        Gateway gateway = bench.builder.build();
        FakeExchange exchange =
                FakeHost.of(gateway).answering(FakeResponse.text(200, "123456")).send(FakeRequest.post("/", "12345"));
        assertThat(exchange.response().status()).isEqualTo(503);
        assertThat(exchange.code()).isEqualTo("gateway.buffers");
        assertThat(gateway.bufferedBytes()).isZero();
    }
}

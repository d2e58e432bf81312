package dev.portcullis.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.RefusedHead;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusedHeadTest {
    private final List<RefusedHead> heads = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final Bench bench = new Bench();

    private FakeHost host() {
        bench.builder.onRefusedHead((head, outcome) -> {
            heads.add(head);
            outcomes.add(outcome);
        });
        return bench.host();
    }

    @Test
    void refusesAnAmbiguousHeadBeforeTheFirstFilter() {
        FakeExchange exchange =
                host().send(FakeRequest.get("/a%2Fb").from("192.0.2.7").header("Accept", "*/*"));
        assertThat(exchange.response().status()).isEqualTo(400);
        assertThat(exchange.forwarded()).isFalse();
        assertThat(bench.audit.exchanges()).isEmpty();
        RefusedHead head = heads.get(0);
        assertThat(head.id()).isEqualTo(exchange.response().field("X-Request-Id"));
        assertThat(head.start()).isEqualTo(bench.clock.instant());
        assertThat(head.clientAddress().text()).isEqualTo("192.0.2.7");
        assertThat(head.rawTarget()).isEqualTo("/a%2Fb");
        assertThat(head.policyVersion()).isEqualTo("test@1");
        assertThat(head.rejection()).isEqualTo(exchange.rejection());
        assertThat(outcomes.get(0).end()).isEqualTo(Outcome.End.REJECTED);
        assertThat(outcomes.get(0).status()).isEqualTo(400);
    }

    @Test
    void keepsABoundedPartOfWhatTheClientSent() {
        host().send(FakeRequest.of("X".repeat(5000), "/%00" + "a".repeat(5000)));
        assertThat(heads.get(0).method()).hasSize(32);
        assertThat(heads.get(0).rawTarget()).hasSize(1024);
    }

    @Test
    void tellsTheEndOnce() {
        FakeExchange exchange = host().send(FakeRequest.get("/%00"));
        exchange.cancel();
        assertThat(outcomes).hasSize(1);
    }

    @Test
    void answersEveryCallWithTheSameRefusalAndSurvivesItsObserver() {
        Gateway gateway = Gateway.builder()
                .onRefusedHead((head, outcome) -> {
                    throw new IllegalStateException("on purpose");
                })
                .build();
        FakeExchange exchange = FakeHost.of(gateway).send(FakeRequest.get("/%00"));
        Passage passage = exchange.passage();
        assertThat(passage.requestBodyLate()).isInstanceOf(dev.portcullis.gateway.host.Step.Reply.class);
        assertThat(passage.watchesResponse()).isFalse();
        assertThat(passage.exchange().id()).isEqualTo(exchange.response().field("X-Request-Id"));
    }

    @Test
    void refusesWith503WhenTheHeadCannotBeReadForAFaultOfItsOwn() {
        Engine engine = new Engine(
                List.of(),
                raw -> {
                    throw new StackOverflowError();
                },
                dev.portcullis.gateway.Limits.DEFAULTS,
                bench.clock,
                bench.clock,
                bench.scheduler,
                new java.util.SplittableRandom(1),
                "v",
                null,
                null);
        Passage passage = engine.open(FakeRequest.get("/").head(), Runnable::run);
        assertThat(((dev.portcullis.gateway.host.Step.Reply) passage.begin()).status())
                .isEqualTo(503);
    }
}

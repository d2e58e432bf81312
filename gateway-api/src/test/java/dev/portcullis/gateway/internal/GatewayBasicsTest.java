package dev.portcullis.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import dev.portcullis.gateway.testkit.RecordingFilter;
import org.junit.jupiter.api.Test;

class GatewayBasicsTest {
    @Test
    void forwardsWhatEveryFilterLetsPass() {
        RecordingFilter filter = RecordingFilter.continuing("first");
        FakeExchange exchange =
                FakeHost.of(Gateway.builder().add(Stage.CUSTOM, filter).build()).send(FakeRequest.get("/orders/1?x=1"));
        assertThat(exchange.forwarded()).isTrue();
        assertThat(exchange.response().text()).isEqualTo("ok");
        assertThat(filter.outcome().end()).isEqualTo(Outcome.End.ANSWERED);
        assertThat(exchange.passage().target()).isEqualTo("/orders/1?x=1");
    }

    @Test
    void answersARejectionWithTheReasonsOwnWordsAndForwardsNothing() {
        RecordingFilter filter =
                RecordingFilter.of("guard", x -> Decision.reject(Reason.FORBIDDEN, "authz.no_role", "secret detail"));
        FakeExchange exchange = FakeHost.of(
                        Gateway.builder().add(Stage.AUTHORIZATION, filter).build())
                .send(FakeRequest.get("/"));
        assertThat(exchange.forwarded()).isFalse();
        assertThat(exchange.response().status()).isEqualTo(403);
        assertThat(exchange.response().text())
                .contains("\"status\":403")
                .contains(exchange.exchange().id())
                .doesNotContain("secret")
                .doesNotContain("no_role");
        assertThat(filter.outcome().end()).isEqualTo(Outcome.End.REJECTED);
        assertThat(filter.outcome().decidedBy()).isEqualTo("guard");
    }

    @Test
    void answersByItselfWithoutForwarding() {
        Gateway gateway = Gateway.builder()
                .add(Stage.CORS, x -> Decision.answer(204, Headers.of("Access-Control-Max-Age", "60")))
                .build();
        FakeExchange exchange = FakeHost.of(gateway).send(FakeRequest.of("OPTIONS", "/"));
        assertThat(exchange.forwarded()).isFalse();
        assertThat(exchange.response().status()).isEqualTo(204);
        assertThat(exchange.response().field("Access-Control-Max-Age")).isEqualTo("60");
        assertThat(exchange.rejection()).isNull();
    }

    @Test
    void showsTheWholeBodyToAnInspectorBeforeItIsForwarded() {
        StringBuilder seen = new StringBuilder();
        Gateway gateway = Gateway.builder()
                .add(Stage.WAF, x -> {
                    x.inspectRequestBody(BodyLimit.reject(100), body -> {
                        seen.append(new String(body.toByteArray(), java.nio.charset.StandardCharsets.UTF_8));
                        return Decision.CONTINUE;
                    });
                    return Decision.CONTINUE;
                })
                .build();
        FakeExchange exchange = FakeHost.of(gateway).send(FakeRequest.post("/", "hello"));
        assertThat(seen).hasToString("hello");
        assertThat(exchange.forwarded()).isTrue();
    }
}

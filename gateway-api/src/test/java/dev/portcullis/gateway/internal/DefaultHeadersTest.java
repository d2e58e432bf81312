package dev.portcullis.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import dev.portcullis.gateway.testkit.FakeResponse;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DefaultHeadersTest {
    private static Headers response(Headers own, Consumer<Exchange> edits) {
        Gateway gateway = Gateway.builder()
                .add(Stage.CUSTOM, exchange -> {
                    edits.accept(exchange);
                    return Decision.CONTINUE;
                })
                .build();
        return FakeHost.of(gateway)
                .answering(new FakeResponse(200, own, new byte[0]))
                .send(FakeRequest.get("/"))
                .response()
                .headers();
    }

    @Test
    void aDefaultGivesWayToWhatTheHandlerWrote() {
        assertThat(response(Headers.of("a", "own"), x -> x.responseHeaders().setIfAbsent("A", "default"))
                        .all("A"))
                .containsExactly("own");
        assertThat(response(Headers.EMPTY, x -> x.responseHeaders().setIfAbsent("A", "default"))
                        .all("A"))
                .containsExactly("default");
    }

    @Test
    void aDefaultSeesTheEditsBeforeItAndNoneAfter() {
        assertThat(response(
                                Headers.of("A", "own"),
                                x -> x.responseHeaders().remove("a").setIfAbsent("A", "default"))
                        .all("A"))
                .containsExactly("default");
        assertThat(response(
                                Headers.EMPTY,
                                x -> x.responseHeaders().add("a", "added").setIfAbsent("A", "default"))
                        .all("A"))
                .containsExactly("added");
        assertThat(response(
                                Headers.EMPTY,
                                x -> x.responseHeaders()
                                        .setIfAbsent("A", "default")
                                        .setIfAbsent("A", "second"))
                        .all("A"))
                .containsExactly("default");
        assertThat(response(
                                Headers.EMPTY,
                                x -> x.responseHeaders()
                                        .setIfAbsent("A", "default")
                                        .set("A", "set"))
                        .all("A"))
                .containsExactly("set");
    }

    @Test
    void aDefaultHoldsOnRefusalsAndAnswersToo() {
        Gateway gateway = Gateway.builder()
                .add(Stage.HYGIENE, x -> {
                    x.responseHeaders().setIfAbsent("A", "default").setIfAbsent("B", "default");
                    return Decision.CONTINUE;
                })
                .add(
                        Stage.AUTHENTICATION,
                        x -> x.request().method().equals("OPTIONS")
                                ? Decision.answer(204, Headers.of("A", "own"))
                                : Decision.reject(Rejection.of(Reason.FORBIDDEN, "x.y", "z")
                                        .withHeader("A", "own")))
                .build();
        for (String method : new String[] {"GET", "OPTIONS"}) {
            FakeExchange exchange = FakeHost.of(gateway).send(FakeRequest.of(method, "/"));
            assertThat(exchange.response().headers().all("A")).containsExactly("own");
            assertThat(exchange.response().headers().all("B")).containsExactly("default");
        }
    }

    @Test
    void aDefaultForTheHandlerGivesWayToWhatTheClientSent() {
        Gateway gateway = Gateway.builder()
                .add(Stage.CUSTOM, x -> {
                    x.upstreamHeaders().setIfAbsent("A", "default").setIfAbsent("B", "default");
                    return Decision.CONTINUE;
                })
                .build();
        FakeExchange exchange = FakeHost.of(gateway).send(FakeRequest.get("/").header("a", "sent"));
        assertThat(exchange.upstream().all("A")).containsExactly("sent");
        assertThat(exchange.upstream().all("B")).containsExactly("default");
    }
}

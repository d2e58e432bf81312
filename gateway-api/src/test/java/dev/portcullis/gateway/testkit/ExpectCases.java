package dev.portcullis.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Filter;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** {@code Expect: 100-continue} (RFC 9110, section 10.1.1). */
interface ExpectCases extends Bench {
    String HEAD = "POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n";

    @Test
    default void refusalComesInsteadOfTheContinue() throws IOException {
        Trial trial = serve(Handlers.echo(), exchange -> VerdictCases.REFUSED);
        for (String framing : List.of("Content-Length: 7\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n")) {
            try (Wire wire = trial.connect().send(HEAD + framing)) {
                TestResponse response = wire.read();
                assertThat(response.status()).isEqualTo(403);
                assertThat(response.informational()).isEmpty();
            }
        }
        assertThat(trial.received()).isEmpty();
    }

    @Test
    default void bodyThatIsAnnouncedTooLargeIsNeverAskedFor() throws IOException {
        Trial trial = serve(Handlers.echo(), inspecting(100));
        try (Wire wire = trial.connect().send(HEAD + "Content-Length: 101\r\n\r\n")) {
            TestResponse response = wire.read();
            assertThat(response.status()).isEqualTo(413);
            assertThat(response.informational()).isEmpty();
        }
    }

    @Test
    default void continueWaitsForThePendingVerdict() throws IOException {
        CompletableFuture<Decision> verdict = new CompletableFuture<>();
        Trial trial = serve(Handlers.echo(), exchange -> DeferredCases.later(verdict));
        try (Wire wire = trial.connect().send(HEAD + "Content-Length: 7\r\n\r\n")) {
            trial.awaitUntil(() -> trial.parked() == 1);
            wire.patience(100);
            assertThatThrownBy(wire::readHead).isInstanceOf(SocketTimeoutException.class);
            wire.patience(15_000);
            verdict.complete(Decision.CONTINUE);
            assertThat(wire.readHead().status()).isEqualTo(100);
            assertThat(wire.send("content").read().text()).isEqualTo("POST / content");
        } finally {
            verdict.complete(Decision.CONTINUE);
        }
    }

    @Test
    default void bodyIsAskedForOnceWhetherItIsInspectedOrNot() throws IOException {
        for (Filter filter : List.<Filter>of(exchange -> Decision.CONTINUE, inspecting(100))) {
            Trial trial = serve(Handlers.echo(), filter);
            for (String framing : List.of("Content-Length: 7\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n")) {
                try (Wire wire = trial.connect().send(HEAD + framing)) {
                    assertThat(wire.readHead().status()).isEqualTo(100);
                    wire.send(framing.startsWith("C") ? "content" : "7\r\ncontent\r\n0\r\n\r\n");
                    TestResponse response = wire.read();
                    assertThat(response.informational()).isEmpty();
                    assertThat(response.text()).isEqualTo("POST / content");
                    if (framing.startsWith("C") || connectionLivesOnAfterChunks()) {
                        assertThat(wire.send(TestRequest.get("/next")).read().text())
                                .isEqualTo("GET /next ");
                    }
                }
            }
        }
    }

    @Test
    default void clientThatDoesNotWaitIsServedAsWell() throws IOException {
        for (Filter filter : List.<Filter>of(exchange -> Decision.CONTINUE, inspecting(100))) {
            Trial trial = serve(Handlers.echo(), filter);
            try (Wire wire = trial.connect().send(HEAD + "Content-Length: 7\r\n\r\ncontent")) {
                assertThat(wire.read().text()).isEqualTo("POST / content");
                assertThat(wire.send(TestRequest.get("/next")).read().text()).isEqualTo("GET /next ");
            }
        }
    }

    private static Filter inspecting(int limit) {
        return exchange -> {
            exchange.inspectRequestBody(BodyLimit.reject(limit), body -> Decision.CONTINUE);
            return Decision.CONTINUE;
        };
    }
}

package dev.portcullis.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Many requests. */
interface LoadCases extends Bench {
    @Test
    default void tenThousandRequestsFollowEachOtherOnOneConnection() throws IOException {
        Trial trial = serve(Handlers.echo(), mixed());
        try (Wire wire = trial.connect()) {
            for (int i = 0; i < 10_000; i++) {
                assertAnswered(wire, i);
            }
        }
        assertThat(trial.outcomes(10_000).stream()
                        .filter(outcome -> outcome.end() == Outcome.End.REJECTED)
                        .count())
                .isEqualTo(2_000);
    }

    @Test
    default void sixtyFourConnectionsAreServedAtTheSameTime() throws Exception {
        Trial trial = serve(Handlers.echo(), mixed());
        ExecutorService clients = Executors.newFixedThreadPool(64);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int client = 0; client < 64; client++) {
                running.add(clients.submit(() -> {
                    try (Wire wire = trial.connect()) {
                        for (int i = 0; i < 40; i++) {
                            assertAnswered(wire, i);
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> client : running) {
                client.get(60, TimeUnit.SECONDS);
            }
        } finally {
            clients.shutdownNow();
        }
        trial.outcomes(64 * 40);
    }

    private void assertAnswered(Wire wire, int i) throws IOException {
        switch (i % 5) {
            case 0 -> {
                assertThat(wire.send(TestRequest.get("/plain/" + i)).read().text())
                        .isEqualTo("GET /plain/" + i + " ");
            }
            case 1 -> {
                assertThat(wire.send(TestRequest.get("/no")).read().status()).isEqualTo(403);
            }
            case 2 -> {
                assertThat(wire.send(TestRequest.post("/body", "content " + i))
                                .read()
                                .text())
                        .isEqualTo("POST /body content " + i);
            }
            case 3 -> {
                TestRequest chunked = chunkedBeforeOthers(TestRequest.post("/body", "content " + i));
                assertThat(wire.send(chunked).read().text()).isEqualTo("POST /body content " + i);
            }
            default -> {
                assertThat(wire.send(TestRequest.get("/answer")).read().text()).isEqualTo("GET /answer ");
            }
        }
    }

    private static Filter mixed() {
        return exchange -> {
            switch (exchange.request().path()) {
                case "/no":
                    return VerdictCases.REFUSED;
                case "/body":
                    exchange.inspectRequestBody(BodyLimit.reject(1000), body -> Decision.CONTINUE);
                    return Decision.CONTINUE;
                case "/answer":
                    exchange.responseHeaders().set("X-Gateway", "1");
                    exchange.inspectResponseBody(BodyLimit.reject(1000), body -> Decision.CONTINUE);
                    return Decision.CONTINUE;
                default:
                    return Decision.CONTINUE;
            }
        };
    }
}

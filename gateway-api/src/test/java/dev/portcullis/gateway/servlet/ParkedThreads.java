package dev.portcullis.gateway.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Verdict;
import dev.portcullis.gateway.testkit.Bench;
import dev.portcullis.gateway.testkit.Script;
import dev.portcullis.gateway.testkit.TestRequest;
import dev.portcullis.gateway.testkit.Trial;
import dev.portcullis.gateway.testkit.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What happens instead where a parked exchange holds a thread. */
final class ParkedThreads {
    private ParkedThreads() {}

    static void areHeldAndServedLater(Bench bench) throws Exception {
        CompletableFuture<Decision> verdict = new CompletableFuture<>();
        Trial trial = bench.serve(
                request -> Script.text(200, "ok"),
                exchange -> Verdict.defer(verdict, Duration.ofSeconds(30), Decision.CONTINUE));
        List<Wire> waiting = new ArrayList<>();
        for (int i = 0; i < bench.threads() + 8; i++) {
            waiting.add(trial.connect().send(TestRequest.get("/")));
        }
        trial.awaitUntil(() -> trial.begun() >= bench.threads() - 2);
        assertThat(trial.begun()).isLessThan(bench.threads() + 8);
        verdict.complete(Decision.CONTINUE);
        for (Wire wire : waiting) {
            assertThat(wire.read().status()).isEqualTo(200);
            wire.close();
        }
        assertThat(trial.begun()).isEqualTo(bench.threads() + 8);
    }
}

package dev.portcullis.gateway.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Verdict;
import dev.portcullis.gateway.testkit.Bench;
import dev.portcullis.gateway.testkit.Script;
import dev.portcullis.gateway.testkit.TestRequest;
import dev.portcullis.gateway.testkit.TestResponse;
import dev.portcullis.gateway.testkit.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What happens instead where a parked exchange holds a thread. */
final class ParkedThreads {
    private ParkedThreads() {}

    static void areHeldAndServedLater(Bench bench) throws Exception {
        CompletableFuture<Decision> verdict = new CompletableFuture<>();
        Trial trial = bench.serve(
                request -> Script.text(200, "ok"),
                exchange -> Verdict.defer(verdict, Duration.ofSeconds(30), Decision.CONTINUE));
        int many = bench.threads() + 8;
        ExecutorService clients = Executors.newFixedThreadPool(many);
        try {
            List<Future<TestResponse>> waiting = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                waiting.add(clients.submit(() -> trial.send(TestRequest.get("/"))));
            }
            trial.awaitUntil(() -> trial.begun() >= bench.threads() - 2);
            assertThat(trial.begun()).isLessThan(many);
            verdict.complete(Decision.CONTINUE);
            for (Future<TestResponse> response : waiting) {
                assertThat(response.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
            }
        } finally {
            verdict.complete(Decision.CONTINUE);
            clients.shutdownNow();
        }
        assertThat(trial.begun()).isEqualTo(many);
    }
}

package dev.portcullis.gateway.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Verdict;
import dev.portcullis.gateway.testkit.Deviation;
import dev.portcullis.gateway.testkit.HostContract;
import dev.portcullis.gateway.testkit.Script;
import dev.portcullis.gateway.testkit.TestRequest;
import dev.portcullis.gateway.testkit.TestResponse;
import dev.portcullis.gateway.testkit.TestServer;
import dev.portcullis.gateway.testkit.Trial;
import dev.portcullis.gateway.testkit.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class JdkHostTest extends HostContract {
    @Override
    protected TestServer newServer() {
        return new JdkTestServer();
    }

    @Test
    @Override
    @Deviation("the server has one thread for each request, which a pending verdict holds")
    public void parkedExchangesHoldNoThread() throws Exception {
        CompletableFuture<Decision> verdict = new CompletableFuture<>();
        Trial trial = serve(
                request -> Script.text(200, "ok"),
                exchange -> Verdict.defer(verdict, Duration.ofSeconds(30), Decision.CONTINUE));
        List<Wire> waiting = new ArrayList<>();
        for (int i = 0; i < threads() + 4; i++) {
            waiting.add(trial.connect().send(TestRequest.get("/")));
        }
        trial.awaitUntil(() -> trial.begun() == threads());
        verdict.complete(Decision.CONTINUE);
        for (Wire wire : waiting) {
            TestResponse response = wire.read();
            assertThat(response.status()).isEqualTo(200);
            wire.close();
        }
        assertThat(trial.begun()).isEqualTo(threads() + 4);
    }
}

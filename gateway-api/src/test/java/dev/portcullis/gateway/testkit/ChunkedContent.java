package dev.portcullis.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.Decision;
import java.io.IOException;
import java.util.List;

/** What happens instead where a server reads chunks so that the end of a request is in doubt. */
public final class ChunkedContent {
    private ChunkedContent() {}

    /** The request is answered, the answer says that the connection ends, and it does. */
    public static void endsTheConnection(Bench bench) throws IOException {
        for (String path : List.of("/yes", "/no")) {
            Trial trial = bench.serve(
                    Handlers.echo(),
                    exchange -> exchange.request().path().equals("/no") ? VerdictCases.REFUSED : Decision.CONTINUE);
            try (Wire wire = trial.connect()) {
                wire.send(TestRequest.post(path, "content").chunked()).send(TestRequest.get("/next"));
                TestResponse response = wire.read();
                assertThat(response.status()).isEqualTo(path.equals("/no") ? 403 : 200);
                assertThat(response.header("Connection")).isEqualTo("close");
                assertThat(wire.isClosedByServer()).isTrue();
            }
            assertThat(trial.received()).extracting(Received::target).doesNotContain("/next");
        }
    }
}

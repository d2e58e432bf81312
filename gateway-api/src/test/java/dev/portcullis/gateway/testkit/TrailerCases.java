package dev.portcullis.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Limits;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Trailer fields of requests (RFC 9110, section 6.5). */
interface TrailerCases extends Bench {
    @Test
    default void inspectorAndHandlerSeeTheTrailersOfAWholeBody() throws IOException {
        AtomicReference<Headers> seen = new AtomicReference<>(Headers.EMPTY);
        Trial trial = serve(Handlers.echo(), exchange -> {
            exchange.inspectRequestBody(BodyLimit.reject(1000), body -> {
                seen.set(body.trailers());
                return Decision.CONTINUE;
            });
            return Decision.CONTINUE;
        });
        TestResponse response = trial.send(TestRequest.post("/", "content").chunked("X-Digest", "abc"));
        assertThat(response.text()).isEqualTo("POST / content");
        assertThat(seen.get().all("x-digest")).containsExactly("abc");
        assertThat(trial.onlyReceived().trailers().all("x-digest")).containsExactly("abc");
    }

    @Test
    default void inspectorCanRefuseForATrailer() throws IOException {
        Trial trial = serve(Handlers.echo(), exchange -> {
            exchange.inspectRequestBody(
                    BodyLimit.reject(1000),
                    body -> body.trailers().contains("X-Attack") ? VerdictCases.REFUSED : Decision.CONTINUE);
            return Decision.CONTINUE;
        });
        assertThat(trial.send(TestRequest.post("/", "content").chunked("X-Attack", "1"))
                        .status())
                .isEqualTo(403);
        assertThat(trial.received()).isEmpty();
    }

    @Test
    default void trailersBehindAnUninspectedRestAreDropped() throws IOException {
        Trial trial = serve(Handlers.ok(), Limits.DEFAULTS.withBody(Integer.MAX_VALUE), exchange -> {
            exchange.inspectRequestBody(BodyLimit.inspectPrefix(10), body -> Decision.CONTINUE);
            return Decision.CONTINUE;
        });
        for (int length : new int[] {11, 5000, 100_000}) {
            trial.received().clear();
            byte[] content = Handlers.noise(length);
            TestRequest request = TestRequest.post("/", "").body(content).chunked("X-Attack", "1");
            assertThat(trial.send(request).status()).isEqualTo(200);
            assertThat(trial.onlyReceived().body()).isEqualTo(content);
            assertThat(trial.onlyReceived().trailers().size()).isZero();
        }
    }

    @Test
    default void connectionLivesOnAfterTrailers() throws IOException {
        Trial trial = serve(Handlers.echo(), exchange -> Decision.CONTINUE);
        for (int i = 0; i < 3; i++) {
            assertThat(trial.send(TestRequest.post("/", "content").chunked("X-Digest", "abc", "X-More", "1"))
                            .text())
                    .isEqualTo("POST / content");
        }
    }
}

package dev.portcullis.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.hygiene.HeaderStripping;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Trailers are held to what is stripped from heads; for hosts that hand trailers on. */
public interface StrippedTrailerCases extends Bench {
    /** Sends forged trailers behind a body and looks at those that the handler got. */
    private void sendForgedTrailers(Filter... filters) throws IOException {
        Trial trial = serve(Handlers.echo(), filters);
        TestRequest request = TestRequest.post("/", "content")
                .chunked(
                        "X-User", "root", "x_forwarded_for", "6.6.6.6", "Authorization", "Bearer x", "X-Digest", "abc");
        assertThat(trial.send(request).text()).isEqualTo("POST / content");
        assertThat(trial.onlyReceived().trailers().all("X-Digest")).containsExactly("abc");
        assertThat(trial.onlyReceived().trailers().size()).isEqualTo(1);
    }

    @Test
    default void handlerSeesNoTrailerThatIsStrippedFromHeads() throws IOException {
        sendForgedTrailers(HeaderStripping.strict());
    }

    @Test
    default void handlerSeesNoTrailerThatIsStrippedFromHeadsBehindACollectedBody() throws IOException {
        sendForgedTrailers(HeaderStripping.strict(), exchange -> {
            exchange.inspectRequestBody(BodyLimit.reject(1000), body -> Decision.CONTINUE);
            return Decision.CONTINUE;
        });
    }
}

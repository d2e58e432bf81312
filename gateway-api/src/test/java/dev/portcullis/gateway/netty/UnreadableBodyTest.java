package dev.portcullis.gateway.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Limits;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.testkit.HostBench;
import dev.portcullis.gateway.testkit.Script;
import dev.portcullis.gateway.testkit.TestResponse;
import dev.portcullis.gateway.testkit.TestServer;
import dev.portcullis.gateway.testkit.Trial;
import dev.portcullis.gateway.testkit.Wire;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Content that Netty's decoder gives up on is refused as a malformed head is: with a problem document, an id and a reason. */
class UnreadableBodyTest extends HostBench {
    private static final String CHUNKED =
            "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final Limits UNBOUNDED = Limits.DEFAULTS.withBody(Integer.MAX_VALUE);
    private static final Filter COLLECTING = exchange -> {
        exchange.inspectRequestBody(BodyLimit.reject(1000), body -> Decision.CONTINUE);
        return Decision.CONTINUE;
    };

    @BeforeAll
    static void listenForLeaks() {
        Leaks.listen();
    }

    @Override
    protected TestServer newServer() {
        return new NettyTestServer((channel, host, handler) -> channel.pipeline()
                .addLast(new HttpServerCodec(), PortcullisHandler.of(host), new ScriptHandler(handler)));
    }

    @Test
    void malformedChunkIsRefusedWhileTheContentIsCollected() throws IOException {
        for (String chunk : List.of("x\r\n", "-1\r\n", "5\r\nhello!\r\n", "fffffffffffffffff\r\n")) {
            assertRefused(serve(request -> Script.text(200, "ok"), COLLECTING), chunk, 400, "body.unreadable");
        }
    }

    @Test
    void malformedChunkIsRefusedWhileTheHandlerReads() throws IOException {
        assertRefused(
                serve(request -> Script.text(200, "ok"), UNBOUNDED, (Filter) exchange -> Decision.CONTINUE),
                "x\r\n",
                400,
                "body.unreadable");
    }

    @Test
    void trailersBeyondTheDecodersBoundAre431() throws IOException {
        String trailers = "0\r\nX-Digest: " + "a".repeat(9000) + "\r\n\r\n";
        assertRefused(serve(request -> Script.text(200, "ok"), COLLECTING), trailers, 431, "trailers.too_large");
    }

    private static void assertRefused(Trial trial, String rest, int status, String code) throws IOException {
        try (Wire wire = trial.connect().send(CHUNKED + rest + SMUGGLED)) {
            TestResponse response = wire.read();
            assertThat(response.status()).as(rest).isEqualTo(status);
            assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(response.text()).contains(response.header("X-Request-Id"));
            assertThat(wire.isClosedByServer()).isTrue();
        }
        Outcome outcome = trial.outcome();
        assertThat(outcome.end()).isEqualTo(Outcome.End.REJECTED);
        assertThat(outcome.status()).isEqualTo(status);
        assertThat(outcome.rejection()).extracting(Rejection::code).isEqualTo(code);
        assertThat(trial.received()).isEmpty();
    }
}

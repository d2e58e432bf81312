package dev.portcullis.gateway.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.RefusedHead;
import dev.portcullis.gateway.testkit.TestResponse;
import dev.portcullis.gateway.testkit.Wire;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Netty's decoder gives up on is refused as any other malformed head: with an id, and told to the audit trail. */
class UnreadableHeadTest {
    private record Told(RefusedHead head, Outcome outcome) {}

    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final NettyTestServer server = new NettyTestServer(
            (channel, host, handler) -> channel.pipeline().addLast(new HttpServerCodec(), PortcullisHandler.of(host)));
    private InetSocketAddress address;

    @BeforeEach
    void start() throws InterruptedException {
        Gateway gateway = Gateway.builder()
                .policyVersion("test@1")
                .onRefusedHead((head, outcome) -> told.add(new Told(head, outcome)))
                .build();
        address = server.start(gateway, request -> {
            throw new AssertionError("no handler is to see it");
        });
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void lineThatIsNoRequestLineIsTold() throws IOException {
        assertRefused("G@T / HTTP/1.1\r\n\r\n", 400, "head.unreadable", "");
    }

    @Test
    void fieldWithAControlCharacterIsToldWithTheTargetThatWasRead() throws IOException {
        assertRefused("GET /a?b HTTP/1.1\r\nHost: a\r\nX: \u0000\r\n\r\n", 400, "head.unreadable", "/a?b");
    }

    @Test
    void targetBeyondTheDecodersBoundIs414() throws IOException {
        assertRefused("GET /" + "a".repeat(5000) + " HTTP/1.1\r\nHost: a\r\n\r\n", 414, "target.too_long", "");
    }

    @Test
    void fieldsBeyondTheDecodersBoundAre431() throws IOException {
        assertRefused("GET /x HTTP/1.1\r\nX: " + "a".repeat(9000) + "\r\n\r\n", 431, "headers.too_large", "/x");
    }

    @Test
    void foldedFieldIsToldAsOne() throws IOException {
        assertRefused("GET /a HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n", 400, "header.folded", "/a");
    }

    @Test
    void versionOfAnotherProtocolIsTold() throws IOException {
        assertRefused("GET /a HTTP/2.0\r\nHost: a\r\n\r\n", 400, "protocol.unknown", "/a");
    }

    private void assertRefused(String request, int status, String code, String target) throws IOException {
        try (Wire wire = Wire.connect(address).send(request)) {
            TestResponse response = wire.read();
            assertThat(response.status()).isEqualTo(status);
            assertThat(response.headers().first("Content-Type")).hasValue("application/problem+json");
            assertThat(wire.isClosedByServer()).isTrue();
            await().until(() -> told.size() == 1);
            RefusedHead head = told.get(0).head();
            assertThat(response.headers().first("X-Request-Id")).hasValue(head.id());
            assertThat(response.text()).contains(head.id());
            assertThat(head.rejection().code()).isEqualTo(code);
            assertThat(head.rawTarget()).isEqualTo(target);
            assertThat(head.policyVersion()).isEqualTo("test@1");
            assertThat(told.get(0).outcome().end()).isEqualTo(Outcome.End.REJECTED);
            assertThat(told.get(0).outcome().status()).isEqualTo(status);
        }
    }
}

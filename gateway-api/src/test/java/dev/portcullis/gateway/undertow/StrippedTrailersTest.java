package dev.portcullis.gateway.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.hygiene.HeaderStripping;
import io.undertow.Undertow;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.server.protocol.http.HttpAttachments;
import io.undertow.util.HeaderMap;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrippedTrailersTest {
    private static final String REQUEST = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
            + "Connection: close\r\n\r\n7\r\ncontent\r\n0\r\nX-User: root\r\nx_forwarded_for: 6.6.6.6\r\n"
            + "Authorization: Bearer x\r\nX-Digest: abc\r\n\r\n";

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void handlerSeesNoTrailerThatIsStrippedFromHeads(boolean collected) throws Exception {
        Gateway gateway = Gateway.builder()
                .add(Stage.HYGIENE, HeaderStripping.strict())
                .add(Stage.CUSTOM, exchange -> {
                    if (collected) {
                        exchange.inspectRequestBody(BodyLimit.reject(1000), body -> Decision.CONTINUE);
                    }
                    return Decision.CONTINUE;
                })
                .build();
        Undertow server = Undertow.builder()
                .setIoThreads(1)
                .setWorkerThreads(2)
                .addHttpListener(0, "127.0.0.1")
                .setHandler(GatewayHandler.of(gateway, new BlockingHandler(exchange -> {
                    String content = new String(exchange.getInputStream().readAllBytes());
                    HeaderMap trailers = exchange.getAttachment(HttpAttachments.REQUEST_TRAILERS);
                    exchange.getResponseSender().send(content + ' ' + Fields.copy(trailers));
                })))
                .build();
        server.start();
        try (RawClient client = new RawClient(
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress())) {
            assertThat(client.send(REQUEST).readToEnd())
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("content [X-Digest]");
        } finally {
            server.stop();
        }
    }
}

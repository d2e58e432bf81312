package dev.portcullis.gateway.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.Gateway;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** A stream that a codec before the gateway cannot turn into a request, whatever settings that codec has. */
class Http2BrokenStreamTest {
    @Test
    void streamThatIsNoRequestIsResetAndDoesNotStayOpen() throws Exception {
        NettyTestServer server =
                Http2Server.create(() -> Http2FrameCodecBuilder.forServer().build(), channel -> {});
        InetSocketAddress address = server.start(Gateway.builder().build(), request -> {
            throw new AssertionError("no handler is to see it");
        });
        try (FrameWire wire = FrameWire.connect(address)) {
            byte[] methodAlone = {(byte) 0x82};
            for (int i = 0; i <= 200; i++) {
                wire.add(FrameWire.HEADERS, FrameWire.END_HEADERS, 2 * i + 1, methodAlone);
            }
            wire.flush();
            assertThat(wire.next(FrameWire.RST_STREAM).error()).isEqualTo(FrameWire.PROTOCOL_ERROR);
            assertThat(wire.next(FrameWire.GOAWAY).error()).isEqualTo(FrameWire.ENHANCE_YOUR_CALM);
        } finally {
            server.stop();
        }
    }
}

package dev.portcullis.gateway.netty;

import static dev.portcullis.gateway.netty.FrameWire.PING;
import static dev.portcullis.gateway.netty.FrameWire.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.testkit.HostBench;
import dev.portcullis.gateway.testkit.Script;
import dev.portcullis.gateway.testkit.TestRequest;
import dev.portcullis.gateway.testkit.TestServer;
import dev.portcullis.gateway.testkit.Trial;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Frames of HTTP/2 that the server has to answer are bounded where nobody reads the answers; other connections go on. */
class Http2UnreadAnswersTest extends HostBench {
    private static final int QUEUED = 10_000;

    @BeforeAll
    static void listenForLeaks() {
        Leaks.listen();
    }

    @Override
    protected TestServer newServer() {
        // With little room in the system's own buffers, a flood fills those of the codec soon.
        return Http2Server.create(channel -> channel.config().setOption(ChannelOption.SO_SNDBUF, 8 << 10));
    }

    @Test
    void pingsWhoseAnswersNobodyReadsEndTheConnection() throws IOException {
        assertFloodEnds(PING, new byte[8]);
    }

    @Test
    void settingsWhoseAcknowledgementsNobodyReadsEndTheConnection() throws IOException {
        assertFloodEnds(SETTINGS, new byte[0]);
    }

    private void assertFloodEnds(int type, byte[] payload) throws IOException {
        Trial trial = serve(request -> Script.text(200, "ok"), exchange -> Decision.CONTINUE);
        try (FrameWire wire = FrameWire.connect(trial.address())) {
            assertThat(wire.sentUntilCutOff(type, payload, 50 * QUEUED)).isBetween(QUEUED, 49 * QUEUED);
        }
        try (Http2Client other = Http2Client.connect(trial.address(), 65_535)) {
            assertThat(other.open().send(TestRequest.get("/")).read().text()).isEqualTo("ok");
        }
    }
}

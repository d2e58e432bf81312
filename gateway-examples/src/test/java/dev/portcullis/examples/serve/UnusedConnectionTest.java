package dev.portcullis.examples.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that asks for nothing, or never ends its head, does not keep its connection. */
class UnusedConnectionTest {
    private EmbeddedChannel channel;

    @BeforeEach
    void open() {
        channel = new EmbeddedChannel();
        channel.freezeTime();
        channel.pipeline().addLast(new HttpServerCodec(), new NettyConnections(Duration.ofSeconds(30)).counter());
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private void pass(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    private void receive(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, US_ASCII));
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            ReferenceCountUtil.release(message);
        }
    }

    private void answer() {
        FullHttpResponse answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        answer.headers().set("Content-Length", 0);
        channel.writeOutbound(answer);
        channel.releaseOutbound();
    }

    @Test
    void endsAConnectionThatAsksForNothing() {
        pass(30);
        assertThat(channel.isOpen()).isTrue();
        pass(30);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void endsAConnectionWhoseHeadNeverBecomesWhole() {
        receive("GET / HTTP/1.1\r\n");
        for (int i = 0; i < 60 && channel.isOpen(); i++) {
            receive("X-" + i + ": drop by drop\r\n");
            pass(1);
        }
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void leavesTheTimeOfARequestToItsOwnLimits() {
        receive("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        pass(600);
        assertThat(channel.isOpen()).isTrue();
        answer();
        pass(30);
        assertThat(channel.isOpen()).isTrue();
        pass(30);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void keepsAConnectionThatAsksNowAndThen() {
        for (int i = 0; i < 20; i++) {
            receive("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            answer();
            pass(29);
        }
        assertThat(channel.isOpen()).isTrue();
    }
}

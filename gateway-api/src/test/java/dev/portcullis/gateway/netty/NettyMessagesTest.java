package dev.portcullis.gateway.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.testkit.HostBench;
import dev.portcullis.gateway.testkit.Script;
import dev.portcullis.gateway.testkit.TestRequest;
import dev.portcullis.gateway.testkit.TestResponse;
import dev.portcullis.gateway.testkit.TestServer;
import dev.portcullis.gateway.testkit.Trial;
import dev.portcullis.gateway.testkit.Wire;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application may write in Netty beyond a plain response: files, raw buffers, 103, 101, more than a client takes. */
class NettyMessagesTest extends HostBench {
    private static final Decision REFUSED = Decision.reject(Reason.BAD_RESPONSE, "test.refused", "");
    private static final byte[] CONTENT = new byte[300_000];

    @TempDir
    static Path folder;

    private static Path file;

    @BeforeAll
    static void prepare() throws IOException {
        Leaks.listen();
        new SplittableRandom(3).nextBytes(CONTENT);
        file = Files.write(folder.resolve("content"), CONTENT);
    }

    @Override
    protected TestServer newServer() {
        return new NettyTestServer((channel, host, handler) -> channel.pipeline()
                .addLast(
                        new HttpServerCodec(),
                        PortcullisHandler.of(host),
                        new HttpObjectAggregator(1 << 20),
                        new Application()));
    }

    private static Trial judged(HostBench bench, Filter filter) {
        return bench.serve(request -> Script.empty(200), filter);
    }

    @Test
    void fileIsSentAsItIsWhereNobodyLooksAtIt() throws IOException {
        Trial trial = judged(this, exchange -> Decision.CONTINUE);
        TestResponse response = trial.send(TestRequest.get("/file"));
        assertThat(Arrays.equals(response.body(), CONTENT)).isTrue();
        assertThat(trial.outcome().responseBytes()).isEqualTo(CONTENT.length);
    }

    @Test
    void fileIsReadForAnInspectorAndThenSentWhole() throws IOException {
        for (BodyLimit limit : new BodyLimit[] {BodyLimit.reject(1 << 20), BodyLimit.inspectPrefix(1000)}) {
            Trial trial = judged(this, exchange -> {
                exchange.inspectResponseBody(limit, body -> {
                    byte[] seen = body.toByteArray();
                    return Arrays.equals(seen, Arrays.copyOf(CONTENT, seen.length)) && seen.length >= 1000
                            ? Decision.CONTINUE
                            : REFUSED;
                });
                return Decision.CONTINUE;
            });
            TestResponse response = trial.send(TestRequest.get("/file"));
            assertThat(response.status()).isEqualTo(200);
            assertThat(Arrays.equals(response.body(), CONTENT)).isTrue();
        }
    }

    @Test
    void fileThatIsRefusedDoesNotLeave() throws IOException {
        Trial trial = judged(this, exchange -> {
            exchange.inspectResponseBody(BodyLimit.inspectPrefix(1000), body -> REFUSED);
            return Decision.CONTINUE;
        });
        TestResponse response = trial.send(TestRequest.get("/file"));
        assertThat(response.status()).isEqualTo(502);
        assertThat(response.body().length).isLessThan(1000);
    }

    @Test
    void earlyHintsPassByAndTheFinalHeadIsJudged() throws IOException {
        Trial trial = judged(this, exchange -> {
            exchange.inspectResponse(head -> head.status() == 200 ? REFUSED : Decision.CONTINUE);
            return Decision.CONTINUE;
        });
        TestResponse response = trial.send(TestRequest.get("/hints"));
        assertThat(response.informational()).containsExactly(103);
        assertThat(response.status()).isEqualTo(502);
    }

    @Test
    void rawBytesPassBothWaysAfterASwitchOfProtocols() throws IOException {
        Trial trial = judged(this, exchange -> {
            exchange.responseHeaders().set("X-Gateway", "1");
            exchange.inspectResponseBody(BodyLimit.reject(10), body -> REFUSED);
            return Decision.CONTINUE;
        });
        try (Wire wire = trial.connect().send(TestRequest.get("/switch", "Connection", "Upgrade", "Upgrade", "echo"))) {
            TestResponse switched = wire.readHead();
            assertThat(switched.status()).isEqualTo(101);
            assertThat(switched.header("X-Gateway")).isEqualTo("1");
            wire.send("not HTTP at all");
            assertThat(new String(wire.readExactly(15), StandardCharsets.US_ASCII))
                    .isEqualTo("not HTTP at all");
            assertThat(trial.outcome().end()).isEqualTo(Outcome.End.UPGRADED);
            assertThat(trial.outcome().responseUninspected()).isTrue();
        }
    }

    @Test
    void switchOfProtocolsThatIsRefusedDoesNotHappen() throws IOException {
        Trial trial = judged(this, exchange -> {
            exchange.inspectResponse(head -> head.status() == 101 ? REFUSED : Decision.CONTINUE);
            return Decision.CONTINUE;
        });
        try (Wire wire = trial.connect().send(TestRequest.get("/switch", "Connection", "Upgrade", "Upgrade", "echo"))) {
            assertThat(wire.read().status()).isEqualTo(502);
        }
        assertThat(trial.outcome().end()).isEqualTo(Outcome.End.REJECTED);
    }

    @Test
    void applicationSeesThatItsClientIsSlowEvenWhileItsAnswerIsHeld() throws IOException {
        Trial trial = judged(this, exchange -> {
            exchange.inspectResponseBody(BodyLimit.inspectPrefix(1000), body -> Decision.CONTINUE);
            return Decision.CONTINUE;
        });
        TestResponse response = trial.send(TestRequest.get("/while-writable"));
        assertThat(response.body()).hasSize(20 << 20);
    }

    /** Answers by path. */
    private static final class Application extends SimpleChannelInboundHandler<FullHttpRequest> {
        private static final int PIECE = 32 << 10;
        private int left;
        private boolean raw;

        @Override
        public boolean acceptInboundMessage(Object message) {
            return !raw;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
            if (raw) {
                ctx.writeAndFlush(message);
            } else {
                super.channelRead(ctx, message);
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) throws IOException {
            switch (request.uri()) {
                case "/file" -> {
                    head(ctx, CONTENT.length);
                    ctx.write(new DefaultFileRegion(file.toFile(), 0, CONTENT.length));
                    ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
                }
                case "/hints" -> {
                    ctx.write(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.EARLY_HINTS));
                    head(ctx, 2);
                    ctx.write(Unpooled.copiedBuffer("ok", StandardCharsets.US_ASCII));
                    ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
                }
                case "/switch" -> {
                    DefaultFullHttpResponse response =
                            new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS);
                    response.headers()
                            .set(HttpHeaderNames.CONNECTION, "Upgrade")
                            .set(HttpHeaderNames.UPGRADE, "echo");
                    ctx.writeAndFlush(response).addListener(sent -> {
                        if (sent.isSuccess()) {
                            raw = true;
                            ctx.pipeline().remove(HttpObjectAggregator.class);
                            ctx.pipeline().remove(HttpServerCodec.class);
                        }
                    });
                }
                default -> {
                    left = 20 << 20;
                    head(ctx, left);
                    goOn(ctx);
                }
            }
        }

        private static void head(ChannelHandlerContext ctx, long length) {
            HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            HttpUtil.setContentLength(head, length);
            ctx.write(head);
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            if (left > 0 && ctx.channel().isWritable()) {
                goOn(ctx);
            }
        }

        /** Writes only while the channel says that it is writable. */
        private void goOn(ChannelHandlerContext ctx) {
            while (left > 0 && ctx.channel().isWritable()) {
                left -= PIECE;
                ctx.write(Unpooled.wrappedBuffer(new byte[PIECE]));
                if (left == 0) {
                    ctx.write(LastHttpContent.EMPTY_LAST_CONTENT);
                }
            }
            ctx.flush();
        }
    }
}

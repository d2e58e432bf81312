package dev.portcullis.gateway.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.Gateway;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A line that begins with white space is a fold in a head and nothing in content, however the bytes arrive. */
@SuppressWarnings("FutureReturnValueIgnored") // an embedded channel writes at once
class FoldGuardTest {
    private static final String GET = "GET /get HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String FOLDED = "GET /folded HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n";
    private static final String KNOWN = "POST /known HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\n\n a\r\n\t\n ";
    private static final String CHUNKED = "POST /chunked HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "7\r\n\n \r\n\r\n \r\n3\r\n\n\n\t\r\n0\r\n\r\n";

    private final List<String> seen = new ArrayList<>();

    @Test
    void contentWithIndentedLinesArrivesWhole() {
        for (int size : new int[] {1, 2, 3, 7, 1000}) {
            assertThat(send(GET + KNOWN + CHUNKED + KNOWN + GET, size))
                    .as("in pieces of %d", size)
                    .startsWith("HTTP/1.1 200")
                    .doesNotContain(" 400 ");
            assertThat(seen)
                    .as("in pieces of %d", size)
                    .containsExactly(
                            "/get ",
                            "/known \n a\r\n\t\n ",
                            "/chunked \n \r\n\r\n \n\n\t",
                            "/known \n a\r\n\t\n ",
                            "/get ");
        }
    }

    @Test
    void foldBehindOtherRequestsIsFound() {
        for (int size : new int[] {1, 2, 3, 7, 1000}) {
            for (String first : List.of("", GET, KNOWN, CHUNKED, GET + CHUNKED + KNOWN)) {
                String answers = send(first + FOLDED + GET, size);
                assertThat(answers).as("%s in pieces of %d", first, size).contains("HTTP/1.1 400 ");
                assertThat(seen)
                        .as("%s in pieces of %d", first, size)
                        .noneMatch(request -> request.startsWith("/folded"))
                        .hasSize(first.split("HTTP/1.1", -1).length - 1);
            }
        }
    }

    /** All answers to the bytes, sent in pieces; what the handler saw is in {@link #seen}. */
    private String send(String bytes, int size) {
        seen.clear();
        EmbeddedChannel channel = new EmbeddedChannel(
                new HttpServerCodec(),
                PortcullisHandler.of(Gateway.builder().policyVersion("test@1").build()),
                new HttpObjectAggregator(1000),
                new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext ctx, Object message) {
                        FullHttpRequest request = (FullHttpRequest) message;
                        seen.add(request.uri() + ' ' + request.content().toString(StandardCharsets.ISO_8859_1));
                        request.release();
                        DefaultFullHttpResponse response =
                                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
                        response.headers().set("Content-Length", 0);
                        ctx.writeAndFlush(response);
                    }
                });
        byte[] all = bytes.getBytes(StandardCharsets.ISO_8859_1);
        for (int at = 0; at < all.length && channel.isOpen(); at += size) {
            channel.writeInbound(Unpooled.copiedBuffer(all, at, Math.min(size, all.length - at)));
            channel.runPendingTasks();
        }
        StringBuilder answers = new StringBuilder();
        for (Object out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            if (out instanceof ByteBuf buffer) {
                answers.append(buffer.toString(StandardCharsets.ISO_8859_1));
            }
            ReferenceCountUtil.release(out);
        }
        channel.finishAndReleaseAll();
        return answers.toString();
    }
}

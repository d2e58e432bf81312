package dev.portcullis.gateway.netty;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.testkit.TestClient;
import dev.portcullis.gateway.testkit.TestRequest;
import dev.portcullis.gateway.testkit.TestResponse;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One connection of HTTP/2 with prior knowledge, and its streams. */
public final class Http2Client implements Closeable {
    private static final EventLoopGroup LOOP = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    /** What no request of HTTP/2 may carry (RFC 9113, section 8.2.2). */
    private static final Set<String> OF_CONNECTIONS =
            Set.of("connection", "upgrade", "transfer-encoding", "keep-alive");

    private final Channel connection;

    private Http2Client(Channel connection) {
        this.connection = connection;
    }

    /** Connects, with the window that each stream may fill before the client takes what came. */
    static Http2Client connect(InetSocketAddress server, int window) {
        Channel channel = new Bootstrap()
                .group(LOOP)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        Http2FrameCodecBuilder.forClient()
                                                .initialSettings(Http2Settings.defaultSettings()
                                                        .initialWindowSize(window))
                                                .build(),
                                        new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
                    }
                })
                .connect(server)
                .syncUninterruptibly()
                .channel();
        return new Http2Client(channel);
    }

    /** Each request on a connection of its own. */
    public static TestClient oneRequestEach() {
        return (server, request) -> {
            try (Http2Client client = connect(server, 65_535)) {
                return client.open().send(request).read();
            }
        };
    }

    /** A new stream. */
    Stream open() {
        Stream stream = new Stream();
        stream.channel = new Http2StreamChannelBootstrap(connection)
                .handler(stream)
                .open()
                .syncUninterruptibly()
                .getNow();
        return stream;
    }

    @Override
    public void close() {
        connection.close().syncUninterruptibly();
    }

    /** One request and its response. */
    static final class Stream extends ChannelInboundHandlerAdapter {
        private final CompletableFuture<TestResponse> response = new CompletableFuture<>();
        private final CompletableFuture<Integer> head = new CompletableFuture<>();
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private final List<Integer> informational = new ArrayList<>();
        private @Nullable Http2StreamChannel channel;
        private Headers fields = Headers.EMPTY;
        private int status;

        /** Sends a whole request. */
        Stream send(TestRequest request) {
            boolean announced = request.lengthKnown()
                    && (request.body().length > 0
                            || request.method().equals("POST")
                            || request.method().equals("PUT"));
            TestRequest sent =
                    announced ? request.header("content-length", Integer.toString(request.body().length)) : request;
            boolean trailers = !request.lengthKnown() && request.trailers().size() > 0;
            boolean empty = request.body().length == 0 && request.lengthKnown();
            sendHead(sent, empty);
            if (!empty) {
                sendContent(request.body(), !trailers);
            }
            if (trailers) {
                Http2Headers last = new DefaultHttp2Headers(false);
                add(request.trailers(), last);
                channel().writeAndFlush(new DefaultHttp2HeadersFrame(last, true));
            }
            return this;
        }

        Stream sendHead(TestRequest request, boolean last) {
            Http2Headers headers = new DefaultHttp2Headers(false)
                    .method(request.method())
                    .path(request.target())
                    .scheme("http")
                    .authority("localhost");
            add(request.headers(), headers);
            channel().writeAndFlush(new DefaultHttp2HeadersFrame(headers, last));
            return this;
        }

        Stream sendContent(byte[] bytes, boolean last) {
            channel().writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(bytes), last));
            return this;
        }

        /** Takes nothing more off the wire, so that the window stays full. */
        Stream stopTaking() {
            channel().config().setAutoRead(false);
            return this;
        }

        Stream goOnTaking() {
            channel().config().setAutoRead(true);
            return this;
        }

        void reset() {
            channel()
                    .writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL))
                    .syncUninterruptibly();
        }

        /** How much of the response's content is here. */
        int received() {
            synchronized (content) {
                return content.size();
            }
        }

        /** The status of the response, as soon as its head is here. */
        int status() throws IOException {
            return get(head);
        }

        /** The whole response. */
        TestResponse read() throws IOException {
            return get(response);
        }

        private Http2StreamChannel channel() {
            return requireNonNull(channel);
        }

        private static <T> T get(CompletableFuture<T> future) throws IOException {
            try {
                return future.get(20, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw new IOException(e.getCause());
            } catch (InterruptedException | TimeoutException e) {
                throw new IOException(e);
            }
        }

        private static void add(Headers from, Http2Headers to) {
            from.forEach(field -> {
                String name = field.getKey().toLowerCase(Locale.ROOT);
                if (!OF_CONNECTIONS.contains(name)) {
                    to.add(name, field.getValue());
                }
            });
        }

        private static Headers fields(Http2Headers from) {
            Headers.Builder fields = Headers.builder(from.size());
            for (Map.Entry<CharSequence, CharSequence> field : from) {
                if (field.getKey().charAt(0) != ':') {
                    fields.add(field.getKey().toString(), field.getValue().toString());
                }
            }
            return fields.build();
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            boolean last = false;
            if (message instanceof Http2HeadersFrame frame) {
                last = frame.isEndStream();
                if (frame.headers().status() == null) {
                    end(fields(frame.headers()));
                } else {
                    begin(Integer.parseInt(frame.headers().status().toString()), fields(frame.headers()));
                }
            } else if (message instanceof Http2DataFrame frame) {
                last = frame.isEndStream();
                synchronized (content) {
                    byte[] bytes = new byte[frame.content().readableBytes()];
                    frame.content().readBytes(bytes);
                    content.writeBytes(bytes);
                }
            } else if (message instanceof Http2ResetFrame frame) {
                fail("the stream was reset: " + frame.errorCode());
            }
            ReferenceCountUtil.release(message);
            if (last) {
                end(Headers.EMPTY);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            fail("the stream ended early");
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof Http2ResetFrame frame) {
                fail("the stream was reset: " + frame.errorCode());
            }
        }

        private void begin(int code, Headers received) {
            if (code < 200) {
                informational.add(code);
            } else {
                status = code;
                fields = received;
                head.complete(code);
            }
        }

        private void end(Headers trailers) {
            response.complete(new TestResponse(status, fields, content.toByteArray(), trailers, informational));
        }

        private void fail(String why) {
            IOException cause = new IOException(why);
            head.completeExceptionally(cause);
            response.completeExceptionally(cause);
        }
    }
}

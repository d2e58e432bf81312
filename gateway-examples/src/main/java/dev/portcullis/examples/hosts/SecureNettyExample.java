package dev.portcullis.examples.hosts;

import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.netty.NettyTls;
import dev.portcullis.gateway.netty.PortcullisHandler;
import dev.portcullis.gateway.tls.ServerTls;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The gateway in Netty, over TLS both ways. */
public final class SecureNettyExample {
    private SecureNettyExample() {}

    /** Starts a server whose every request passes the gateway. */
    public static Channel start(Gateway gateway, ServerTls tls, Stock stock, int port) {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
        // readme: begin
        SslContext secure = NettyTls.server(tls);
        ExecutorService handshakes = Executors.newFixedThreadPool(8); // so that none blocks an event loop
        ChannelInitializer<SocketChannel> connection = new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(secure.newHandler(channel.alloc(), handshakes));
                channel.pipeline()
                        .addLast(new HttpServerCodec(), PortcullisHandler.of(gateway), new Application(stock));
            }
        };
        // readme: end
        Channel server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(connection)
                .bind("127.0.0.1", port)
                .syncUninterruptibly()
                .channel();
        ChannelFuture ended = server.closeFuture().addListener(closed -> {
            Future<?> unused = loops.shutdownGracefully();
            handshakes.shutdown();
        });
        return ended.channel();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for what is written last
    private static final class Application extends SimpleChannelInboundHandler<HttpObject> {
        private final Stock stock;

        Application(Stock stock) {
            this.stock = stock;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
            if (message instanceof LastHttpContent) {
                var unused = stock.askLater()
                        .whenComplete((answer, failure) -> context.writeAndFlush(response(answer, failure)));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close(); // a handshake that was refused, too
        }

        private static FullHttpResponse response(@Nullable String answer, @Nullable Throwable failure) {
            HttpResponseStatus status = failure == null ? HttpResponseStatus.OK : HttpResponseStatus.BAD_GATEWAY;
            ByteBuf content = Unpooled.copiedBuffer(answer == null ? "" : answer, StandardCharsets.UTF_8);
            FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
            return response;
        }
    }
}

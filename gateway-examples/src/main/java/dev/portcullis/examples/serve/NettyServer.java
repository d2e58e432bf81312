package dev.portcullis.examples.serve;

import dev.portcullis.gateway.host.Host;
import dev.portcullis.gateway.netty.NettyHttp2;
import dev.portcullis.gateway.netty.NettyTls;
import dev.portcullis.gateway.netty.PortcullisHandler;
import dev.portcullis.gateway.tls.ServerTls;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerExpectContinueHandler;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The gateway in Netty, on its event loops alone; over TLS it speaks HTTP/2 to clients that ask for it. */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end of a channel that failed
final class NettyServer {
    private static final int HANDSHAKE_THREADS = 64;
    private static final int HANDSHAKES_WAITING = 10_000;

    private NettyServer() {}

    static RunningServer start(Host gateway, InetSocketAddress address, @Nullable ServerTls tls, Duration patience)
            throws Exception {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
        NettyConnections connections = new NettyConnections(patience);
        ExecutorService handshakes = handshakes();
        SslContext secure = tls == null
                ? null
                : NettyTls.server(tls, ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, ServerKind.BACKLOG)
                .childOption(ChannelOption.AUTO_READ, false) // what the upstream cannot take yet is not read
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        if (secure == null) {
                            http1(channel.pipeline(), gateway, connections);
                        } else {
                            channel.pipeline()
                                    .addLast(
                                            secure.newHandler(channel.alloc(), handshakes),
                                            new Negotiated(gateway, connections));
                        }
                    }
                });
        Channel server;
        try {
            server = bootstrap.bind(address).sync().channel();
        } catch (Exception e) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
            handshakes.shutdownNow();
            throw e;
        }
        return new RunningServer() {
            @Override
            public InetSocketAddress address() {
                return (InetSocketAddress) server.localAddress();
            }

            @Override
            public void stop(Duration within) {
                server.close().syncUninterruptibly();
                connections.finish(within);
                loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
                handshakes.shutdownNow();
            }
        };
    }

    /** Whatever a handshake computes or waits for, such as an OCSP responder, it does here and not on an event loop. */
    private static ExecutorService handshakes() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                HANDSHAKE_THREADS,
                HANDSHAKE_THREADS,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(HANDSHAKES_WAITING), // beyond it a handshake fails at once
                new DefaultThreadFactory("portcullis-handshake", true));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private static void http1(ChannelPipeline pipeline, Host gateway, NettyConnections connections) {
        pipeline.addLast(
                new HttpServerCodec(),
                connections.counter(),
                PortcullisHandler.of(gateway),
                new HttpServerExpectContinueHandler(),
                new NettyProxy());
    }

    private static void http2(ChannelPipeline pipeline, Host gateway, NettyConnections connections) {
        Http2FrameCodec codec = NettyHttp2.bounded(
                Http2FrameCodecBuilder.forServer().gracefulShutdownTimeoutMillis(StandAlone.GRACE.toMillis()));
        Http2Connection streams = codec.connection();
        UnusedConnection.watch(
                pipeline.channel(),
                connections.patience(),
                () -> streams.numActiveStreams() > 0,
                () -> streams.remote().lastStreamCreated());
        pipeline.addLast(codec, new Http2MultiplexHandler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel stream) {
                stream.config().setAutoRead(false);
                stream.pipeline()
                        .addLast(
                                new Http2StreamFrameToHttpObjectCodec(true),
                                PortcullisHandler.of(gateway),
                                new NettyProxy());
            }
        }));
    }

    /** Waits for the handshake, and then speaks what the two have agreed on. */
    private static final class Negotiated extends ChannelInboundHandlerAdapter {
        private final Host gateway;
        private final NettyConnections connections;

        Negotiated(Host gateway, NettyConnections connections) {
            this.gateway = gateway;
            this.connections = connections;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            ctx.read(); // the rest of the handshake is read by the TLS handler
            ctx.fireChannelActive();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent handshake) {
                if (handshake.isSuccess()) {
                    agreed(ctx);
                } else {
                    ctx.close();
                }
            }
            ctx.fireUserEventTriggered(event);
        }

        private void agreed(ChannelHandlerContext ctx) {
            ChannelPipeline pipeline = ctx.pipeline();
            String protocol = pipeline.get(SslHandler.class).applicationProtocol();
            if (ApplicationProtocolNames.HTTP_2.equals(protocol)) {
                ctx.channel().config().setAutoRead(true); // the codec's windows hold each stream back
                http2(pipeline, gateway, connections);
            } else {
                http1(pipeline, gateway, connections);
            }
            pipeline.remove(this);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close(); // a handshake that failed; its alert is on the way
        }
    }
}

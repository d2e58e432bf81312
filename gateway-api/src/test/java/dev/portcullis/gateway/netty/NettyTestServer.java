package dev.portcullis.gateway.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portcullis.gateway.host.Host;
import dev.portcullis.gateway.testkit.TestHandler;
import dev.portcullis.gateway.testkit.TestServer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.internal.PlatformDependent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Netty on one event loop, so that a handler that blocks it stops everything, with an allocator that counts. */
final class NettyTestServer implements TestServer {
    /** Builds the pipeline of a connection. */
    interface Setup {
        void init(Channel channel, Host host, TestHandler handler);
    }

    private final Setup setup;
    private final UnpooledByteBufAllocator allocator =
            new UnpooledByteBufAllocator(PlatformDependent.directBufferPreferred());
    private EventLoopGroup group;
    private Channel server;

    NettyTestServer(Setup setup) {
        this.setup = setup;
    }

    @Override
    public InetSocketAddress start(Host host, TestHandler handler) throws InterruptedException {
        group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        server = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 256)
                .childOption(ChannelOption.ALLOCATOR, allocator)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        setup.init(channel, host, handler);
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
        return (InetSocketAddress) server.localAddress();
    }

    @Override
    public void stop() throws Exception {
        server.close().sync();
        group.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
        Leaks.assertNone();
        await("every buffer is released").atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            assertThat(allocator.metric().usedHeapMemory()).as("heap buffers").isZero();
            assertThat(allocator.metric().usedDirectMemory())
                    .as("direct buffers")
                    .isZero();
        });
    }

    @Override
    public int threads() {
        return 1;
    }
}

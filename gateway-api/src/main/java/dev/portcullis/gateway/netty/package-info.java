/**
 * The adapter for Netty 4.2 and 4.1, for HTTP/1.1 and, on the channel of each stream, for HTTP/2.
 *
 * <pre>{@code
 * Gateway gateway = Gateway.builder().add(Stage.CUSTOM, myFilter).build();
 * new ServerBootstrap()
 *     .group(new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory()))
 *     .channel(NioServerSocketChannel.class)
 *     .childHandler(new ChannelInitializer<SocketChannel>() {
 *         protected void initChannel(SocketChannel channel) {
 *             channel.pipeline().addLast(new HttpServerCodec(), PortcullisHandler.of(gateway), new MyHandler());
 *         }
 *     })
 *     .bind("127.0.0.1", 8080);
 * }</pre>
 *
 * <p>Starting point: {@link dev.portcullis.gateway.netty.PortcullisHandler}.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.gateway.netty;

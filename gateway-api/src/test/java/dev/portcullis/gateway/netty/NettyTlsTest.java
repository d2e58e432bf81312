package dev.portcullis.gateway.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.portcullis.gateway.testkit.TestAuthority;
import dev.portcullis.gateway.tls.ClientMode;
import dev.portcullis.gateway.tls.ClientTls;
import dev.portcullis.gateway.tls.ClientTlsSettings;
import dev.portcullis.gateway.tls.PeerRefusal;
import dev.portcullis.gateway.tls.ServerTls;
import dev.portcullis.gateway.tls.ServerTlsSettings;
import dev.portcullis.gateway.tls.TlsIdentity;
import dev.portcullis.gateway.tls.TlsPreset;
import dev.portcullis.gateway.tls.TrustBundle;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NettyTlsTest {
    private static final TestAuthority CA = new TestAuthority("ca");

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, LocalIoHandler.newFactory());

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        loops.shutdownGracefully().syncUninterruptibly();
    }

    private TlsIdentity identity(String name) throws Exception {
        CA.leaf(name).dns("a.example").issue().writeTo(folder, name);
        return TlsIdentity.fromPem(folder.resolve(name + ".crt"), folder.resolve(name + ".key"));
    }

    private static ClientTls client(TlsPreset preset, @Nullable TlsIdentity identity) throws Exception {
        return ClientTls.of(new ClientTlsSettings(preset, TrustBundle.of(List.of(CA.certificate())), identity, null));
    }

    private LocalAddress listen(SslContext tls, String name) {
        LocalAddress address = new LocalAddress(name);
        new ServerBootstrap()
                .group(loops)
                .channel(LocalServerChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(tls.newHandler(channel.alloc()), new Quiet());
                    }
                })
                .bind(address)
                .syncUninterruptibly();
        return address;
    }

    private SslHandler connect(LocalAddress to, SslContext tls, String host) throws Exception {
        SslHandler handler = tls.newHandler(io.netty.buffer.ByteBufAllocator.DEFAULT, host, 443);
        Channel channel = new Bootstrap()
                .group(loops)
                .channel(LocalChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel fresh) {
                        fresh.pipeline().addLast(handler, new Quiet());
                    }
                })
                .connect(to)
                .sync()
                .channel();
        try {
            handler.handshakeFuture().get();
            return handler;
        } finally {
            channel.close().syncUninterruptibly();
        }
    }

    /** What the tests expect to fail need not be logged. */
    private static final class Quiet extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    private static String shown(SslHandler handler) throws Exception {
        return ((X509Certificate) handler.engine().getSession().getPeerCertificates()[0])
                .getSubjectX500Principal()
                .getName();
    }

    @Test
    void speaksWhatThePresetSaysAndNegotiatesTheApplicationProtocol() throws Exception {
        ServerTls server = ServerTls.of(ServerTlsSettings.of(TlsPreset.MODERN, identity("one")));
        LocalAddress address = listen(NettyTls.server(server, "h2", "http/1.1"), "presets");
        SslHandler good =
                connect(address, NettyTls.client(client(TlsPreset.INTERMEDIATE, null), "http/1.1", "h2"), "a.example");
        assertThat(good.engine().getSession().getProtocol()).isEqualTo("TLSv1.3");
        assertThat(good.applicationProtocol()).isEqualTo("h2");
        server.replace(ServerTlsSettings.of(TlsPreset.INTERMEDIATE, identity("two")));
        assertThat(shown(connect(address, NettyTls.client(client(TlsPreset.MODERN, null)), "a.example")))
                .isEqualTo("CN=two");
    }

    @Test
    void theServersNameIsChecked() throws Exception {
        ServerTls server = ServerTls.of(ServerTlsSettings.of(TlsPreset.MODERN, identity("one")));
        LocalAddress address = listen(NettyTls.server(server), "names");
        SslContext client = NettyTls.client(client(TlsPreset.MODERN, null));
        assertThatThrownBy(() -> connect(address, client, "b.example"))
                .isInstanceOf(ExecutionException.class)
                .hasStackTraceContaining("tls.peer_wrong_name");
    }

    @Test
    void clientsAreAskedAsTheSettingsOfTheMomentSay() throws Exception {
        ServerTls server = ServerTls.of(ServerTlsSettings.of(TlsPreset.INTERMEDIATE, identity("one")));
        LocalAddress address = listen(NettyTls.server(server), "clients");
        SslContext known = NettyTls.client(client(TlsPreset.INTERMEDIATE, identity("client")));
        assertThat(connect(address, known, "a.example").engine().getSession().getLocalCertificates())
                .isNull();
        server.replace(
                server.settings().withClients(ClientMode.REQUIRED, TrustBundle.of(List.of(CA.certificate())), null));
        assertThat(connect(address, known, "a.example").engine().getSession().getLocalCertificates())
                .hasSize(2);
    }

    @Test
    void noSessionOutlivesAChangeOfTrustOnEitherSide() throws Exception {
        TrustBundle others = TrustBundle.of(List.of(new TestAuthority("other").certificate()));
        for (TlsPreset preset : TlsPreset.values()) {
            ServerTls server = ServerTls.of(ServerTlsSettings.of(preset, identity("one"))
                    .withClients(ClientMode.REQUIRED, TrustBundle.of(List.of(CA.certificate())), null));
            LocalAddress address = listen(NettyTls.server(server), "sessions-" + preset);
            ClientTls known = client(preset, identity("client"));
            SslContext context = NettyTls.client(known);
            connect(address, context, "a.example");
            known.replace(new ClientTlsSettings(preset, others, identity("client"), null));
            assertThatThrownBy(() -> connect(address, context, "a.example"))
                    .hasStackTraceContaining("tls.peer_unknown_authority");
            known.replace(
                    new ClientTlsSettings(preset, TrustBundle.of(List.of(CA.certificate())), identity("client"), null));
            server.replace(server.settings().withClients(ClientMode.REQUIRED, others, null));
            long before = server.refused(PeerRefusal.UNKNOWN_AUTHORITY);
            try {
                connect(address, context, "a.example");
            } catch (ExecutionException e) {
                // over TLS 1.2; in TLS 1.3 a client has finished before it is judged
            }
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> server.refused(PeerRefusal.UNKNOWN_AUTHORITY) == before + 1);
        }
    }
}

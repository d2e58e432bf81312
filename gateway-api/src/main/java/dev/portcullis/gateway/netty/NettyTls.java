package dev.portcullis.gateway.netty;

import dev.portcullis.gateway.tls.ClientTls;
import dev.portcullis.gateway.tls.ServerTls;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Netty's contexts of the gateway's TLS. They hold for good: each new connection follows the latest
 * {@link ServerTls#replace}.
 *
 * <pre>{@code
 * SslContext tls = NettyTls.server(serverTls, ApplicationProtocolNames.HTTP_1_1);
 * pipeline.addFirst(tls.newHandler(channel.alloc(), handshakes));
 * }</pre>
 *
 * <p>The executor given to {@code newHandler} runs what a handshake has to wait for. Without one it runs on the event loop,
 * which is too long where revocation is asked of OCSP responders.
 */
public final class NettyTls {
    private NettyTls() {}

    /**
     * A context for server channels.
     *
     * @param applicationProtocols offered by ALPN (RFC 7301), the preferred first; none to leave ALPN out
     */
    public static SslContext server(ServerTls tls, String... applicationProtocols) {
        return context(
                tls.context(),
                false,
                List.of(tls.parameters().getCipherSuites()),
                tls.parameters().getProtocols(),
                applicationProtocols);
    }

    /**
     * A context for client channels. The server's name is checked: make handlers with the host and port that was asked for.
     *
     * @param applicationProtocols offered by ALPN (RFC 7301), the preferred first; none to leave ALPN out
     */
    public static SslContext client(ClientTls tls, String... applicationProtocols) {
        return context(
                tls.context(),
                true,
                List.of(tls.parameters().getCipherSuites()),
                tls.parameters().getProtocols(),
                applicationProtocols);
    }

    private static SslContext context(
            SSLContext context,
            boolean client,
            List<String> suites,
            String[] protocols,
            String[] applicationProtocols) {
        return new JdkSslContext(
                context,
                client,
                suites,
                SupportedCipherSuiteFilter.INSTANCE,
                negotiation(applicationProtocols),
                ClientAuth.NONE, // leaves what the engine has
                protocols,
                false);
    }

    private static @Nullable ApplicationProtocolConfig negotiation(String[] protocols) {
        return protocols.length == 0
                ? null
                : new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        protocols);
    }
}

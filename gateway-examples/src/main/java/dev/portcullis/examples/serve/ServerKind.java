package dev.portcullis.examples.serve;

import dev.portcullis.gateway.host.Host;
import dev.portcullis.gateway.tls.ServerTls;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The servers that can carry the gateway; each name is what {@code --server} takes. */
public enum ServerKind {
    /** The JDK's own. */
    JDK,
    /** Netty on its event loops, with HTTP/2 over TLS. */
    NETTY,
    /** Undertow on its IO threads. */
    UNDERTOW,
    /** Jetty's servlet container. */
    JETTY,
    /** Tomcat's servlet container. */
    TOMCAT;

    /**
     * Starts the server.
     *
     * @param gateway what each request passes
     * @param tls for HTTPS, or {@code null} for cleartext
     * @throws Exception if the address cannot be bound
     */
    public RunningServer start(Host gateway, InetSocketAddress address, @Nullable ServerTls tls) throws Exception {
        return switch (this) {
            case JDK -> JdkServer.start(gateway, address, tls);
            case NETTY -> NettyServer.start(gateway, address, tls);
            case UNDERTOW -> UndertowServer.start(gateway, address, tls);
            case JETTY -> JettyServer.start(gateway, address, tls);
            case TOMCAT -> TomcatServer.start(gateway, address, tls);
        };
    }
}

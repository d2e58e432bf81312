package dev.portcullis.examples.serve;

import dev.portcullis.gateway.host.Host;
import dev.portcullis.gateway.tls.ServerTls;
import java.net.InetSocketAddress;
import java.time.Duration;
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

    /** How many connections may wait to be accepted; beyond, a client has to try again. */
    static final int BACKLOG = 1024;

    /** How long a client may send and take nothing, or be at one head. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * Starts the server.
     *
     * @param gateway what each request passes
     * @param tls for HTTPS, or {@code null} for cleartext
     * @throws Exception if the address cannot be bound
     */
    public RunningServer start(Host gateway, InetSocketAddress address, @Nullable ServerTls tls) throws Exception {
        return start(gateway, address, tls, PATIENCE);
    }

    /** The same with another time for clients that send no whole head, or no piece of content, or take none. */
    RunningServer start(Host gateway, InetSocketAddress address, @Nullable ServerTls tls, Duration patience)
            throws Exception {
        return switch (this) {
            case JDK -> JdkServer.start(gateway, address, tls, patience);
            case NETTY -> NettyServer.start(gateway, address, tls, patience);
            case UNDERTOW -> UndertowServer.start(gateway, address, tls, patience);
            case JETTY -> JettyServer.start(gateway, address, tls, patience);
            case TOMCAT -> TomcatServer.start(gateway, address, tls, patience);
        };
    }
}

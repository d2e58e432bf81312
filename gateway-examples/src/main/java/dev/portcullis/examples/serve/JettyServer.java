package dev.portcullis.examples.serve;

import dev.portcullis.gateway.host.Host;
import dev.portcullis.gateway.servlet.GatewayFilter;
import dev.portcullis.gateway.tls.ServerTls;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway as the first filter of Jetty's servlet context. */
final class JettyServer {
    private static final Logger LOG = LoggerFactory.getLogger(JettyServer.class);
    private static final int THREADS = 200;
    private static final int LARGEST_HEAD = 80 * 1024; // what the proxy lets pass, and what the gateway adds

    private JettyServer() {}

    static RunningServer start(Host gateway, InetSocketAddress address, @Nullable ServerTls tls, Duration patience)
            throws Exception {
        Server server = new Server(new QueuedThreadPool(THREADS));
        ServerConnector connector = new ServerConnector(server, protocols(tls));
        connector.setHost(address.getHostString());
        connector.setPort(address.getPort());
        connector.setAcceptQueueSize(ServerKind.BACKLOG);
        connector.setIdleTimeout(patience.toMillis());
        connector.addBean(new JettyHeads(connector, patience));
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        context.getServletHandler().setDecodeAmbiguousURIs(true); // a %25 alone; the gateway refuses what is ambiguous
        context.addFilter(GatewayFilter.of(gateway), "/*", EnumSet.allOf(DispatcherType.class));
        context.addServlet(new ProxyServlet(), "/");
        context.setErrorHandler(new Terse());
        server.setErrorHandler(new Terse());
        server.setHandler(new GracefulHandler(context));
        try {
            server.start();
        } catch (Exception e) {
            server.stop();
            throw e;
        }
        InetSocketAddress bound = new InetSocketAddress(address.getAddress(), connector.getLocalPort());
        return new RunningServer() {
            @Override
            public InetSocketAddress address() {
                return bound;
            }

            @Override
            public void stop(Duration within) {
                server.setStopTimeout(within.toMillis());
                try {
                    server.stop();
                } catch (Exception e) { // all of it has stopped nevertheless
                    LOG.warn("requests were still running after {} s: {}", within.toSeconds(), e.toString());
                }
            }
        };
    }

    private static ConnectionFactory[] protocols(@Nullable ServerTls tls) throws IOException {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setResponseHeaderSize(LARGEST_HEAD);
        http.setUriCompliance(UriCompliance.DEFAULT.with("gateway", UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING));
        if (tls == null) {
            return new ConnectionFactory[] {new HttpConnectionFactory(http)};
        }
        http.addCustomizer(new SecureRequestCustomizer(false)); // the gateway itself compares names, and answers 421
        SslContextFactory.Server secure = new SslContextFactory.Server();
        secure.setSslContext(tls.context());
        return new ConnectionFactory[] {new SslConnectionFactory(secure, "http/1.1"), new HttpConnectionFactory(http)};
    }

    /** What Jetty refuses itself is refused without a word about Jetty. */
    private static final class Terse extends ErrorHandler {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 0);
            callback.succeeded();
            return true;
        }
    }
}

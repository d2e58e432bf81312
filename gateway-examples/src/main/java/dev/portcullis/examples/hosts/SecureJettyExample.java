package dev.portcullis.examples.hosts;

import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.servlet.GatewayFilter;
import dev.portcullis.gateway.tls.ServerTls;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The gateway in Jetty, over TLS both ways. */
public final class SecureJettyExample {
    private SecureJettyExample() {}

    /** Starts a server whose every request passes the gateway. */
    public static Server start(Gateway gateway, ServerTls tls, Stock stock, int port) throws Exception {
        Server server = new Server();
        // readme: begin
        SslContextFactory.Server secure = new SslContextFactory.Server();
        secure.setSslContext(tls.context());
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer(new SecureRequestCustomizer(false)); // the gateway compares the names, and answers 421
        ServerConnector connector = new ServerConnector(
                server, new SslConnectionFactory(secure, "http/1.1"), new HttpConnectionFactory(http));
        // readme: end
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addFilter(GatewayFilter.of(gateway), "/*", EnumSet.allOf(DispatcherType.class));
        context.addServlet(new StockServlet(stock), "/");
        server.setHandler(context);
        server.start();
        return server;
    }
}

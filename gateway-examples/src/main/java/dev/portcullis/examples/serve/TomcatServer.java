package dev.portcullis.examples.serve;

import dev.portcullis.examples.hosts.TomcatTls;
import dev.portcullis.gateway.host.Host;
import dev.portcullis.gateway.servlet.GatewayFilter;
import dev.portcullis.gateway.tls.ServerTls;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.jspecify.annotations.Nullable;

/** The gateway as the first filter of Tomcat's servlet context. */
final class TomcatServer {
    private static final int LARGEST_HEAD = 80 * 1024; // what the proxy lets pass, and what the gateway adds

    private TomcatServer() {}

    static RunningServer start(Host gateway, InetSocketAddress address, @Nullable ServerTls tls, Duration patience)
            throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setSilent(true);
        Path base = Files.createTempDirectory("portcullis-tomcat");
        tomcat.setBaseDir(base.toString());
        Connector connector = connector(address, tls, patience);
        tomcat.setConnector(connector);
        RequestCount count = new RequestCount();
        tomcat.getEngine().getPipeline().addValve(count);
        tomcat.getHost().getPipeline().addValve(terse());
        Context context = tomcat.addContext("", base.toString());
        context.setLoader(new AppLoader());
        install(context, GatewayFilter.of(gateway));
        Tomcat.addServlet(context, "proxy", new ProxyServlet()).addMapping("/");
        try {
            tomcat.start();
            if (context.getState() != LifecycleState.STARTED || connector.getState() != LifecycleState.STARTED) {
                throw new IOException("the server did not start; is the port taken?");
            }
        } catch (LifecycleException | IOException e) {
            end(tomcat, base);
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
                connector.pause();
                connector.getProtocolHandler().closeServerSocketGraceful();
                count.awaitNone(within);
                end(tomcat, base);
            }
        };
    }

    private static Connector connector(InetSocketAddress address, @Nullable ServerTls tls, Duration patience) {
        Connector connector = new Connector(new TomcatHeads(patience));
        connector.setPort(address.getPort());
        connector.setProperty("address", address.getHostString());
        connector.setProperty("continueResponseTiming", "onRead"); // a refusal comes before the 100
        connector.setProperty("maxKeepAliveRequests", "-1");
        connector.setProperty("maxHttpResponseHeaderSize", Integer.toString(LARGEST_HEAD));
        connector.setProperty("acceptCount", Integer.toString(ServerKind.BACKLOG));
        connector.setProperty("maxConnections", "20000");
        connector.setProperty("connectionTimeout", Long.toString(patience.toMillis()));
        connector.setProperty("relaxedQueryChars", "\"<>[\\]^`{|}"); // the gateway judges them
        if (tls != null) {
            secure(connector, tls);
        }
        return connector;
    }

    /** Protocols, suites and client authentication are those of the gateway's engines, whatever Tomcat would set. */
    private static void secure(Connector connector, ServerTls tls) {
        connector.setSecure(true);
        connector.setScheme("https");
        connector.setProperty("SSLEnabled", "true");
        SSLHostConfig config = new SSLHostConfig();
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(config, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setSslContext(new TomcatTls(tls.context()));
        config.addCertificate(certificate);
        connector.addSslHostConfig(config);
    }

    /** Error pages of the container's own that say nothing about it. */
    private static ErrorReportValve terse() {
        ErrorReportValve valve = new ErrorReportValve();
        valve.setShowReport(false);
        valve.setShowServerInfo(false);
        return valve;
    }

    private static void install(Context context, GatewayFilter filter) {
        FilterDef definition = new FilterDef();
        definition.setFilterName("portcullis");
        definition.setFilter(filter);
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        FilterMap map = new FilterMap();
        map.setFilterName("portcullis");
        map.addURLPattern("/*");
        for (DispatcherType type : DispatcherType.values()) {
            map.setDispatcher(type.name());
        }
        context.addFilterMapBefore(map);
    }

    private static void end(Tomcat tomcat, Path base) {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException("the server did not stop cleanly", e);
        } finally {
            delete(base);
        }
    }

    private static void delete(Path base) {
        try (Stream<Path> files = Files.walk(base)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

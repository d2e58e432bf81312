package dev.portcullis.auth.testkit;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.portcullis.gateway.host.Host;
import dev.portcullis.gateway.jdk.PortcullisHandler;
import dev.portcullis.gateway.tls.ServerTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The JDK's server. */
public class JdkServer implements Site.Server {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    /** The same over TLS. */
    public static JdkServer overTls(ServerTls tls) {
        return new JdkServer() {
            @Override
            HttpServer create(InetSocketAddress address) throws IOException {
                HttpsServer server = HttpsServer.create(address, 0);
                server.setHttpsConfigurator(new HttpsConfigurator(tls.context()) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        parameters.setSSLParameters(tls.parameters());
                    }
                });
                return server;
            }
        };
    }

    HttpServer create(InetSocketAddress address) throws IOException {
        return HttpServer.create(address, 0);
    }

    @Override
    public InetSocketAddress start(Host host) throws IOException {
        server = create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.setExecutor(threads);
        server.createContext("/", PortcullisHandler.protect(host, exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        }));
        server.start();
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

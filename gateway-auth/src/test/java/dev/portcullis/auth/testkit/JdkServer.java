package dev.portcullis.auth.testkit;

import com.sun.net.httpserver.HttpServer;
import dev.portcullis.gateway.host.Host;
import dev.portcullis.gateway.jdk.PortcullisHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The JDK's server. */
public final class JdkServer implements Site.Server {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @Override
    public InetSocketAddress start(Host host) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
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

package dev.portcullis.examples.hosts;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.jdk.PortcullisHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** The gateway in the JDK's own server. */
public final class JdkExample {
    private JdkExample() {}

    /** Starts a server whose every request passes the gateway. */
    public static HttpServer start(Gateway gateway, int port) throws IOException {
        // readme: begin
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newFixedThreadPool(32));
        server.createContext("/", PortcullisHandler.protect(gateway, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("hello".getBytes(UTF_8));
            exchange.close();
        }));
        server.start();
        // readme: end
        return server;
    }
}

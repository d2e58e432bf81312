package dev.portcullis.examples.hosts;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.jdk.PortcullisHandler;
import dev.portcullis.gateway.tls.ServerTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** The gateway in the JDK's own server, over TLS both ways. */
public final class SecureJdkExample {
    private SecureJdkExample() {}

    /** Starts a server whose every request passes the gateway. */
    public static HttpServer start(Gateway gateway, ServerTls tls, Stock stock, int port) throws IOException {
        HttpHandler application = exchange -> {
            try (exchange) {
                answer(exchange, stock);
            }
        };
        // readme: begin
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls.context()));
        // readme: end
        server.setExecutor(Executors.newFixedThreadPool(32));
        server.createContext("/", PortcullisHandler.protect(gateway, application));
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange, Stock stock) throws IOException {
        byte[] answer;
        try {
            answer = stock.ask().getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            exchange.sendResponseHeaders(502, -1);
            return;
        }
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
    }
}

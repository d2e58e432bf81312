package dev.portcullis.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The service that the gateway protects: it trusts whatever reaches it, as services do, and says what it saw. */
final class OrderService implements AutoCloseable {
    private static final String LEAK = """
            java.lang.IllegalStateException: boom
            \tat com.shop.Orders.read(Orders.java:42)
            \tat com.shop.Web.handle(Web.java:7)
            """;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    private OrderService(HttpServer server) {
        this.server = server;
    }

    static OrderService start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        OrderService service = new OrderService(server);
        server.setExecutor(service.threads);
        server.createContext("/", service::answer);
        server.start();
        return service;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] content = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getRawPath();
            String body = path.equals("/leak")
                    ? LEAK
                    : "{\"path\":\"" + path + "\",\"bytes\":" + content.length + ",\"client\":\""
                            + exchange.getRequestHeaders().getFirst("X-Forwarded-For") + "\",\"user\":\""
                            + exchange.getRequestHeaders().getFirst("X-User") + "\"}";
            byte[] bytes = body.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", path.equals("/leak") ? "text/plain" : "application/json");
            exchange.getResponseHeaders().set("X-Internal", "node-7");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(200, head ? -1 : bytes.length);
            if (!head) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

package dev.portcullis.examples.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.portcullis.gateway.metrics.PrometheusText;
import dev.portcullis.gateway.policy.PolicyHost;
import dev.portcullis.gateway.policy.model.Admin;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Health and metrics, on a listener of their own and never on the public one: {@code /livez} says that the process runs,
 * {@code /readyz} that it takes requests, both with the policy in force; {@code /metrics} is for Prometheus. Read-only.
 */
final class AdminServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final PolicyHost policy;
    private volatile boolean ready = true;

    private AdminServer(HttpServer server, PolicyHost policy) {
        this.server = server;
        this.policy = policy;
    }

    static AdminServer start(Admin admin, PolicyHost policy) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(admin.host(), admin.port()), 0);
        AdminServer started = new AdminServer(server, policy);
        server.setExecutor(started.threads);
        server.createContext("/", started::handle);
        server.start();
        return started;
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    /** From now on {@code /readyz} says that no request should be sent here. */
    void notReady() {
        ready = false;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean read = exchange.getRequestMethod().equals("GET")
                    || exchange.getRequestMethod().equals("HEAD");
            if (!read) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/livez" -> send(exchange, 200, "text/plain; charset=utf-8", "ok " + version() + "\n");
                case "/readyz" ->
                    send(
                            exchange,
                            ready ? 200 : 503,
                            "text/plain; charset=utf-8",
                            (ready ? "ok " : "stopping ") + version() + "\n");
                case "/metrics" ->
                    send(
                            exchange,
                            200,
                            PrometheusText.CONTENT_TYPE,
                            PrometheusText.of(policy.current().metrics()));
                default -> exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private String version() {
        return policy.current().metadata().toString();
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

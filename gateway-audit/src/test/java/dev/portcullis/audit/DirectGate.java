package dev.portcullis.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.jdk.PortcullisHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server whose gateway has nothing but the audit filters. */
final class DirectGate implements AutoCloseable {
    final AtomicInteger handled = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    DirectGate(AuditLog log, AuditTerms terms, boolean required) throws IOException {
        AuditRecorder recorder = new AuditRecorder(log, Redaction.DEFAULTS);
        Gateway.Builder gateway = Gateway.builder()
                .policyVersion("t@1")
                .add(Stage.AUDIT, new AuditFilter(recorder, terms))
                .onRefusedHead(recorder::refused);
        if (required) {
            gateway.add(Stage.AUDIT_REQUIRED, new RequiredAuditFilter(terms));
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", PortcullisHandler.protect(gateway.build(), exchange -> {
            handled.incrementAndGet();
            byte[] body = "hello".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        }));
        server.start();
    }

    CompletableFuture<Integer> get(String target) {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + target);
        return client.sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(HttpResponse::statusCode);
    }

    @Override
    public void close() {
        server.stop(1);
        threads.shutdownNow();
    }
}

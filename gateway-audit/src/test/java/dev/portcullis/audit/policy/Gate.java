package dev.portcullis.audit.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import dev.portcullis.gateway.jdk.PortcullisHandler;
import dev.portcullis.gateway.policy.LoadedPolicy;
import dev.portcullis.gateway.policy.Policy;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A policy in a real server. */
final class Gate implements AutoCloseable {
    private static final String HEAD = """
            apiVersion: portcullis.dev/v1
            kind: GatewayPolicy
            metadata: {name: t, version: "1"}
            spec:
            """;

    final LoadedPolicy policy;
    final AtomicInteger handled = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    private Gate(LoadedPolicy policy) throws Exception {
        this.policy = policy;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", PortcullisHandler.protect(policy.gateway(), exchange -> {
            handled.incrementAndGet();
            byte[] body = "hello".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        }));
        server.start();
    }

    static Gate open(Path folder, String spec, FilterProvider... more) throws Exception {
        Path file = Files.writeString(folder.resolve("policy.yaml"), HEAD + spec.indent(2));
        List<FilterProvider> all = new ArrayList<>(List.of(more));
        all.add(new AuditProvider());
        return new Gate(Policy.loader()
                .withProviders(all.toArray(FilterProvider[]::new))
                .load(file));
    }

    URI uri(String target) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + target);
    }

    HttpResponse<String> get(String target, String... fields) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(target));
        if (fields.length > 0) {
            request.headers(fields);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        server.stop(1); // what runs ends first
        threads.shutdownNow();
        policy.close();
    }
}

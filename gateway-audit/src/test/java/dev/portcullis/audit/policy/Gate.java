package dev.portcullis.audit.policy;

import dev.portcullis.audit.HelloServer;
import dev.portcullis.gateway.policy.LoadedPolicy;
import dev.portcullis.gateway.policy.Policy;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    final AtomicInteger handled;
    private final HelloServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    private Gate(LoadedPolicy policy) throws Exception {
        this.policy = policy;
        server = new HelloServer(policy.gateway());
        handled = server.handled();
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
        return server.uri(target);
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
        policy.close();
    }
}

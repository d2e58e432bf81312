package dev.portcullis.audit;

import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Stage;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A server whose gateway has nothing but the audit filters. */
final class DirectGate implements AutoCloseable {
    final AtomicInteger handled;
    private final HelloServer server;
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
        server = new HelloServer(gateway.build());
        handled = server.handled();
    }

    CompletableFuture<Integer> get(String target) {
        return client.sendAsync(
                        HttpRequest.newBuilder(server.uri(target)).build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(HttpResponse::statusCode);
    }

    @Override
    public void close() {
        server.stop(1);
    }
}

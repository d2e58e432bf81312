package dev.portcullis.examples.hosts;

import dev.portcullis.gateway.tls.ClientTls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The service behind the examples that speak TLS: asked over TLS, with a certificate of their own, its name checked. */
public final class Stock {
    private final HttpClient client;
    private final URI uri;

    private Stock(HttpClient client, URI uri) {
        this.client = client;
        this.uri = uri;
    }

    /** The service at this URI. */
    public static Stock at(URI uri, ClientTls tls) {
        return new Stock(HttpClient.newBuilder().sslContext(tls.context()).build(), uri);
    }

    /** What it answers. */
    public String ask() throws IOException {
        try {
            return client.send(request(), HttpResponse.BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** What it answers, for hosts whose threads must not wait. */
    public CompletableFuture<String> askLater() {
        return client.sendAsync(request(), HttpResponse.BodyHandlers.ofString()).thenApply(HttpResponse::body);
    }

    private HttpRequest request() {
        return HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
    }
}

package dev.portcullis.auth.jwks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Fetches small documents from issuers: over TLS, or in cleartext from loopback alone; no redirect is followed, and size and
 * time are bounded.
 */
final class HttpDocuments {
    static final int MAX_BYTES = 512 * 1024;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(TIMEOUT)
            .build();

    /** Whether a document may be fetched from here at all. */
    static boolean allowed(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        return uri.getHost() != null
                && uri.getRawUserInfo() == null
                && (scheme.equals("https") || scheme.equals("http") && loopback(uri.getHost()));
    }

    private static boolean loopback(String host) {
        if (host.equals("localhost")) {
            return true;
        }
        boolean literal = host.startsWith("[") || host.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.');
        try {
            return literal && InetAddress.getByName(host).isLoopbackAddress();
        } catch (IOException e) {
            return false;
        }
    }

    CompletionStage<byte[]> get(URI uri) {
        if (!allowed(uri)) {
            return CompletableFuture.failedFuture(new IOException("https, or http to loopback, expected"));
        }
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header("Accept", "application/json")
                .GET()
                .build();
        return client.sendAsync(
                        request,
                        head -> new Bounded(
                                head.statusCode() == 200 ? null : "answered with status " + head.statusCode()))
                .orTimeout(2 * TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(HttpResponse::body);
    }

    /** Collects up to the bound and gives up beyond it, or at once. */
    private static final class Bounded implements BodySubscriber<byte[]> {
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
        private final @Nullable String refused;
        private Flow.@Nullable Subscription subscription;

        Bounded(@Nullable String refused) {
            this.refused = refused;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            if (refused == null) {
                given.request(Long.MAX_VALUE);
            } else {
                giveUp(refused);
            }
        }

        @Override
        public void onNext(List<ByteBuffer> pieces) {
            for (ByteBuffer piece : pieces) {
                if (collected.size() + piece.remaining() > MAX_BYTES) {
                    giveUp("more than " + MAX_BYTES + " bytes");
                    return;
                }
                byte[] bytes = new byte[piece.remaining()];
                piece.get(bytes);
                collected.writeBytes(bytes);
            }
        }

        private void giveUp(String why) {
            if (subscription != null) {
                subscription.cancel();
            }
            body.completeExceptionally(new IOException(why));
        }

        @Override
        public void onError(Throwable failure) {
            body.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            body.complete(collected.toByteArray());
        }
    }
}

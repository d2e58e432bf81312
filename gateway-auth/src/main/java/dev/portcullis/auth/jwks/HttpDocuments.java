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
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Fetches small documents from issuers: over TLS, or in cleartext from loopback alone; no redirect is followed, and size and
 * time are bounded.
 */
final class HttpDocuments {
    static final int MAX_BYTES = 512 * 1024;

    /** Key sets have a type of their own (RFC 7517, section 8.5.2), and a cluster gives them as nothing else. */
    private static final String ACCEPT = "application/json, application/jwk-set+json";

    private final HttpClient client;
    private final Duration timeout;

    /**
     * Trusts the authorities that the JDK does.
     *
     * @param timeout for the head of an answer; all of it may take twice as long
     */
    HttpDocuments(Duration timeout) {
        this(builder(timeout).build(), timeout);
    }

    private HttpDocuments(HttpClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
    }

    /** Trusts what this context does. */
    static HttpDocuments trusting(SSLContext context, Duration timeout) {
        return new HttpDocuments(builder(timeout).sslContext(context).build(), timeout);
    }

    private static HttpClient.Builder builder(Duration timeout) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout);
    }

    static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

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
        return get(uri, null);
    }

    /**
     * Fetches a document.
     *
     * @param bearer a token that says who asks, or {@code null}
     */
    CompletionStage<byte[]> get(URI uri, @Nullable String bearer) {
        if (!allowed(uri)) {
            return CompletableFuture.failedFuture(new IOException("https, or http to loopback, expected"));
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(timeout).header("Accept", ACCEPT);
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        CompletableFuture<HttpResponse<byte[]>> sent = client.sendAsync(
                request.GET().build(),
                head -> new Bounded(head.statusCode() == 200 ? null : "answered with status " + head.statusCode()));
        CompletableFuture<byte[]> body = sent.thenApply(HttpResponse::body);
        return body.orTimeout(2 * timeout.toMillis(), TimeUnit.MILLISECONDS).whenComplete((bytes, failure) -> {
            if (failure != null) {
                sent.cancel(true); // a body that drips must not go on dripping
            }
        });
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

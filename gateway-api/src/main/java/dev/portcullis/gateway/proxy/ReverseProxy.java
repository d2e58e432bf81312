package dev.portcullis.gateway.proxy;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Rejection;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Forwards requests to one upstream, over HTTP/1.1 and never with an upgrade to h2c, streaming both ways. Redirects are the
 * client's business and are passed on. A request is sent again only where the JDK's client knows that the upstream did not
 * see it. The upstream's host name is checked against its certificate (RFC 9525).
 *
 * <p>Thread-safe; nothing here blocks. Cancelling the future that {@link #forward} returned ends the upstream request.
 */
public final class ReverseProxy {
    private final Upstream upstream;
    private final String prefix;
    private final HttpClient client;
    private final ScheduledExecutorService timer;

    private ReverseProxy(Upstream upstream, ScheduledExecutorService timer) {
        this.upstream = upstream;
        this.timer = timer;
        this.prefix = upstream.prefix();
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(upstream.timeout());
        if (upstream.tls() != null) {
            builder.sslContext(upstream.tls());
        }
        this.client = builder.build();
    }

    /**
     * A proxy to the upstream.
     *
     * @param timer breaks off content that stalls; not shut down here
     */
    public static ReverseProxy to(Upstream upstream, ScheduledExecutorService timer) {
        return new ReverseProxy(requireNonNull(upstream, "upstream"), requireNonNull(timer, "timer"));
    }

    /** Where requests go. */
    public Upstream upstream() {
        return upstream;
    }

    /**
     * Forwards one request.
     *
     * @return completes with the head of the upstream's answer, or with what to tell the client instead; never fails
     */
    public CompletableFuture<ProxyAnswer> forward(ProxyRequest request) {
        Rejection notCarried = NotCarried.of(request.head(), request.headers());
        if (notCarried != null) {
            return CompletableFuture.completedFuture(new ProxyAnswer.Failure(notCarried));
        }
        HttpRequest outgoing;
        try {
            outgoing = outgoing(request);
        } catch (URISyntaxException | IllegalArgumentException e) {
            return CompletableFuture.completedFuture(new ProxyAnswer.Failure(Rejection.of(
                    Reason.MALFORMED, "proxy.not_expressible", "the request cannot be sent on: " + e.getClass())));
        }
        CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> sent =
                client.sendAsync(outgoing, HttpResponse.BodyHandlers.ofPublisher());
        return new Answer(sent).from(sent.handle(this::answer));
    }

    /** A future whose cancellation reaches the request behind it, which a dependent stage's would not. */
    private static final class Answer extends CompletableFuture<ProxyAnswer> {
        private final CompletableFuture<?> sent;

        Answer(CompletableFuture<?> sent) {
            this.sent = sent;
        }

        CompletableFuture<ProxyAnswer> from(CompletableFuture<ProxyAnswer> stage) {
            CompletableFuture<Boolean> unused = stage.thenApply(this::complete);
            return this;
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            sent.cancel(mayInterrupt);
            return super.cancel(mayInterrupt);
        }
    }

    private HttpRequest outgoing(ProxyRequest request) throws URISyntaxException {
        URI uri = TargetUri.of(prefix, request.head().target());
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(uri).version(HttpClient.Version.HTTP_1_1).timeout(upstream.timeout());
        if (request.head().method().equals("GET") && request.contentLength() == 0) {
            builder.GET(); // any other way says Content-Length: 0, which some servers refuse on a GET
        } else {
            builder.method(request.head().method(), content(request));
        }
        Headers fields = ForwardedFields.upstream(request.head(), request.headers());
        for (int i = 0; i < fields.size(); i++) {
            builder.header(fields.name(i), fields.value(i));
        }
        return builder.build();
    }

    private static HttpRequest.BodyPublisher content(ProxyRequest request) {
        if (request.contentLength() == 0) {
            return HttpRequest.BodyPublishers.noBody();
        }
        return request.contentLength() < 0
                ? HttpRequest.BodyPublishers.fromPublisher(request.content())
                : HttpRequest.BodyPublishers.fromPublisher(request.content(), request.contentLength());
    }

    private ProxyAnswer answer(
            @Nullable HttpResponse<Flow.Publisher<List<ByteBuffer>>> response, @Nullable Throwable failure) {
        if (response == null) {
            return new ProxyAnswer.Failure(failed(failure));
        }
        Headers.Builder fields = Headers.builder(16);
        for (Map.Entry<String, List<String>> field : response.headers().map().entrySet()) {
            for (String value : field.getValue()) {
                fields.add(field.getKey(), value);
            }
        }
        long length = response.headers().firstValueAsLong("content-length").orElse(-1);
        return new ProxyAnswer.Response(
                response.statusCode(),
                ForwardedFields.downstream(fields.build()),
                length,
                new StallGuard(response.body(), upstream.timeout(), timer));
    }

    private static Rejection failed(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof HttpConnectTimeoutException) {
            return Rejection.of(Reason.UPSTREAM_TIMED_OUT, "upstream.connect_timeout", "no connection in time");
        }
        if (cause instanceof HttpTimeoutException) {
            return Rejection.of(Reason.UPSTREAM_TIMED_OUT, "upstream.head_timeout", "no head of an answer in time");
        }
        if (cause instanceof ConnectException) {
            return Rejection.of(Reason.BAD_RESPONSE, "upstream.connect_failed", "no connection to the upstream");
        }
        if (cause instanceof SSLException) {
            return Rejection.of(Reason.BAD_RESPONSE, "upstream.tls_failed", "the TLS handshake failed: " + cause);
        }
        return Rejection.of(Reason.BAD_RESPONSE, "upstream.failed", "the upstream broke off: " + cause);
    }
}

package dev.portcullis.gateway.proxy;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Rejection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

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
    private final Executor start;
    private final ScheduledExecutorService timer;

    private ReverseProxy(Upstream upstream, ScheduledExecutorService timer) {
        this.upstream = upstream;
        this.timer = timer;
        this.prefix = upstream.prefix();
        this.start = UpstreamThreads.start(upstream.origin());
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(UpstreamThreads.work(upstream.origin().getScheme().equalsIgnoreCase("https")))
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
     * Forwards one request; for callers that must not block.
     *
     * @return as {@link #forward(ProxyRequest, Executor)}
     */
    public CompletableFuture<ProxyAnswer> forward(ProxyRequest request) {
        return forward(request, start);
    }

    /**
     * Forwards one request.
     *
     * @param starter starts it, which may look up the upstream's name and so block; a thread that may wait for it gives
     *     {@code Runnable::run} and saves a hop
     * @return completes with the head of the upstream's answer, or with what to tell the client instead; never fails. Mostly
     *     it completes on the thread that all exchanges with this upstream share: what depends on it, the subscriber of the
     *     answer's content and the subscription of the request's content must not block
     */
    public CompletableFuture<ProxyAnswer> forward(ProxyRequest request, Executor starter) {
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
        UpstreamCall call = new UpstreamCall(upstream.timeout(), timer);
        starter.execute(() -> call.send(client, outgoing));
        return call;
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
}

package dev.portcullis.gateway.proxy;

import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Rejection;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One request to an upstream. Its answer is there as soon as the client has read the head, on the client's thread.
 *
 * <p>The future that the client itself returns is completed by the default executor of {@link CompletableFuture}, which up to
 * JDK 24 starts a thread for each task where there are fewer than three processors. So the head is taken where it is read, and the
 * client's future is completed here, after which nothing is left to hand over; it tells only what prevented a head.
 */
final class UpstreamCall extends CompletableFuture<ProxyAnswer> implements HttpResponse.BodyHandler<@Nullable Void> {
    private final Duration within;
    private final ScheduledExecutorService timer;
    private volatile @Nullable CompletableFuture<?> sent;
    private volatile boolean headSeen;

    UpstreamCall(Duration within, ScheduledExecutorService timer) {
        this.within = within;
        this.timer = timer;
    }

    void send(HttpClient client, HttpRequest request) {
        if (isDone()) {
            return; // cancelled while it waited to start
        }
        CompletableFuture<? extends @Nullable Object> sending;
        try {
            sending = client.sendAsync(request, this);
        } catch (RuntimeException e) {
            complete(new ProxyAnswer.Failure(failed(e)));
            return;
        }
        sent = sending;
        if (isCancelled()) {
            sending.cancel(true);
        } else if (headSeen) {
            sending.complete(null);
        } else {
            CompletableFuture<?> unused = sending.whenComplete((nothing, failure) -> {
                if (failure != null) {
                    complete(new ProxyAnswer.Failure(failed(failure)));
                }
            });
        }
    }

    @Override
    public HttpResponse.BodySubscriber<@Nullable Void> apply(HttpResponse.ResponseInfo head) {
        headSeen = true;
        CompletableFuture<?> sending = sent;
        if (sending != null) {
            sending.complete(null);
        }
        UpstreamContent content = new UpstreamContent(within, timer);
        if (!complete(answer(head, content))) {
            content.cancel(); // nobody waits for it any more
        }
        return content;
    }

    /** Ends the upstream's request too, which cancelling a dependent stage would not. */
    @Override
    public boolean cancel(boolean mayInterrupt) {
        boolean cancelled = super.cancel(mayInterrupt);
        CompletableFuture<?> sending = sent;
        if (sending != null) {
            sending.cancel(true);
        }
        return cancelled;
    }

    private static ProxyAnswer answer(HttpResponse.ResponseInfo head, UpstreamContent content) {
        String problem = AnswerHead.problem(head.headers());
        if (problem != null) {
            content.cancel(); // and with it the connection, which nobody can trust to be in step
            return new ProxyAnswer.Failure(
                    Rejection.of(Reason.BAD_RESPONSE, "upstream.head", "the upstream's head has " + problem));
        }
        Headers.Builder fields = Headers.builder(16);
        for (Map.Entry<String, List<String>> field : head.headers().map().entrySet()) {
            for (String value : field.getValue()) {
                fields.add(field.getKey(), value);
            }
        }
        long length = head.headers().firstValueAsLong("content-length").orElse(-1);
        return new ProxyAnswer.Response(head.statusCode(), ForwardedFields.downstream(fields.build()), length, content);
    }

    private static Rejection failed(Throwable failure) {
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

package dev.portcullis.examples.serve;

import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.RequestHead;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.proxy.ProxyAnswer;
import dev.portcullis.gateway.proxy.ProxyRequest;
import dev.portcullis.gateway.render.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Forwards on the thread of a blocking server, stream to stream. */
final class BlockingProxy {
    private static final int PIECE = 16 * 1024;

    /** Read what a client has not sent yet; each stands beside a thread of the server, whose number is bounded. */
    private static final Executor UPLOADS = Executors.newCachedThreadPool(BlockingProxy::upload);

    private BlockingProxy() {}

    private static Thread upload(Runnable task) {
        Thread thread = new Thread(task, "portcullis-upload");
        thread.setDaemon(true);
        return thread;
    }

    /** How a server begins its answer. */
    interface Answer {
        /**
         * Sends the head.
         *
         * @param length of the content, or -1 where it is not known; for HEAD, of the content that GET would have
         */
        OutputStream begin(int status, Headers headers, long length) throws IOException;
    }

    /**
     * Forwards one request and writes what comes back.
     *
     * @param headers the fields after the gateway's edits
     * @param length of the content in bytes, 0 for none, -1 where it is not known
     * @throws IOException if either side breaks off after the head was sent; the server then breaks off too
     */
    static void forward(Exchange exchange, Headers headers, long length, InputStream content, Answer answer)
            throws IOException {
        RequestHead head = exchange.request();
        StreamContent from = new StreamContent(content, length);
        try {
            CompletableFuture<ProxyAnswer> asked =
                    Forwarding.forward(exchange, new ProxyRequest(head, headers, length, from), Runnable::run);
            if (length != 0 && !from.pump(false)) {
                UPLOADS.execute(
                        () -> from.pump(true)); // an upstream that fails must not wait for a client that is slow
            }
            answer(exchange, headers, await(asked), answer);
        } finally {
            from.cancel();
        }
    }

    private static void answer(Exchange exchange, Headers headers, ProxyAnswer result, Answer answer)
            throws IOException {
        if (result instanceof ProxyAnswer.Failure failure) {
            refuse(failure.rejection(), exchange, headers, answer);
        } else if (result instanceof ProxyAnswer.Response response) {
            relay(exchange, headers, response, answer);
        }
    }

    private static void refuse(Rejection rejection, Exchange exchange, Headers headers, Answer answer)
            throws IOException {
        RequestHead head = exchange.request();
        Refusal refusal = Refusal.of(rejection, head.method(), head.protocol(), headers, exchange.id());
        byte[] body = refusal.body();
        long length = head.method().equals("HEAD") ? -1 : body.length; // the fields say it
        try (OutputStream out = answer.begin(refusal.status(), refusal.complete(Headers.EMPTY), length)) {
            out.write(body);
        }
    }

    private static void relay(Exchange exchange, Headers headers, ProxyAnswer.Response response, Answer answer)
            throws IOException {
        BodySubscriber<InputStream> subscriber = BodySubscribers.ofInputStream();
        response.content().subscribe(subscriber);
        try (InputStream from = subscriber.getBody().toCompletableFuture().join()) {
            boolean head = exchange.request().method().equals("HEAD");
            boolean bodiless = head || response.status() == 204 || response.status() == 304;
            boolean waits = bodiless || isStream(exchange, response);
            byte[] piece = new byte[PIECE];
            int n;
            try {
                n = waits ? 0 : from.read(piece);
            } catch (IOException e) {
                refuse(
                        Rejection.of(Reason.BAD_RESPONSE, "upstream.failed", "the upstream broke off: " + e),
                        exchange,
                        headers,
                        answer);
                return;
            }
            Headers fields = response.headers().without("Content-Length");
            long length = bodiless && !head || response.status() == 204 ? 0 : response.contentLength();
            OutputStream out = answer.begin(response.status(), fields, length);
            if (waits && length < 0) {
                out.flush(); // at the end, with nothing written, a server would say that the length is 0
            }
            for (; n >= 0 && !bodiless; n = from.read(piece)) {
                out.write(piece, 0, n);
                if (from.available() == 0) {
                    out.flush(); // the upstream paused: what there is may be an event that somebody waits for
                }
            }
            out.close();
        }
    }

    /** Whether somebody may wait for the head alone, long before there is content. */
    private static boolean isStream(Exchange exchange, ProxyAnswer.Response response) {
        boolean declared = exchange.get(Route.KEY)
                .filter(route -> route.body() == Route.BodyMode.STREAM)
                .isPresent();
        return declared
                || response.headers()
                        .first("Content-Type")
                        .filter(type -> type.regionMatches(true, 0, "text/event-stream", 0, 17))
                        .isPresent();
    }

    private static ProxyAnswer await(CompletableFuture<ProxyAnswer> answer) throws IOException {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while waiting for the upstream");
        } catch (ExecutionException e) {
            throw new IOException("forwarding failed", e);
        }
    }
}

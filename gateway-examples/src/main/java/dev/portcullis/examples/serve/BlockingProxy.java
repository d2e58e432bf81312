package dev.portcullis.examples.serve;

import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.RequestHead;
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
         * @param length of the content, or -1 where it is not known
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
        RequestHead head = exchange.request();
        if (result instanceof ProxyAnswer.Failure failure) {
            Refusal refusal = Refusal.of(failure.rejection(), head.method(), headers, exchange.id());
            byte[] body = refusal.body();
            try (OutputStream out = answer.begin(refusal.status(), refusal.complete(Headers.EMPTY), body.length)) {
                out.write(body);
            }
        } else if (result instanceof ProxyAnswer.Response response) {
            relay(head, response, answer);
        }
    }

    private static void relay(RequestHead head, ProxyAnswer.Response response, Answer answer) throws IOException {
        BodySubscriber<InputStream> subscriber = BodySubscribers.ofInputStream();
        response.content().subscribe(subscriber);
        try (InputStream from = subscriber.getBody().toCompletableFuture().join()) {
            Headers fields = response.headers().without("Content-Length");
            boolean bodiless = head.method().equals("HEAD") || response.status() == 204 || response.status() == 304;
            OutputStream out = answer.begin(response.status(), fields, bodiless ? 0 : response.contentLength());
            byte[] piece = new byte[PIECE];
            for (int n = from.read(piece); n >= 0 && !bodiless; n = from.read(piece)) {
                out.write(piece, 0, n);
                if (from.available() == 0) {
                    out.flush(); // the upstream paused: what there is may be an event that somebody waits for
                }
            }
            out.close();
        }
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

package dev.portcullis.gateway.jdk;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsExchange;
import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.host.Ending;
import dev.portcullis.gateway.host.Host;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.RawHead;
import dev.portcullis.gateway.host.Step;
import java.io.IOException;
import java.net.URI;

/** One request on its way through the gateway, on the server's own thread from beginning to end. */
final class Crossing {
    private final HttpExchange exchange;
    private final Home home;
    private final Passage passage;
    private final RequestContent content;
    private final ResponseGate response;

    Crossing(Host host, HttpExchange exchange) {
        this.exchange = exchange;
        home = new Home();
        passage = host.open(head(exchange), home);
        content = new RequestContent(exchange);
        response = new ResponseGate(exchange, passage, home, content);
    }

    private static RawHead head(HttpExchange exchange) {
        URI uri = exchange.getRequestURI();
        return new RawHead(
                exchange.getRequestMethod(),
                uri.toString(),
                uri.getPath(),
                protocol(exchange.getProtocol()),
                Fields.copy(exchange.getRequestHeaders()),
                Transport.peer(exchange));
    }

    /** The server speaks HTTP/1 alone, and shows whatever a request line says; HTTP/2.0 there is no HTTP/2. */
    private static String protocol(String said) {
        return said.startsWith("HTTP/1.") ? said : "unknown";
    }

    void run(HttpHandler handler) throws IOException {
        try {
            Step step = home.await(passage.begin());
            while (step instanceof Step.Collect collect) {
                step = home.await(collect(collect));
            }
            if (step instanceof Step.Reply reply) {
                response.answer(reply);
            } else {
                forward(handler);
            }
        } catch (Throwable t) {
            passage.complete(new Ending(Ending.Kind.FAILED, 0, content.count(), 0, t));
            // An error that is thrown as it is leaves the connection open and silent on some releases of the server.
            throw t instanceof IOException io ? io : new IOException(t);
        }
    }

    private Step collect(Step.Collect collect) throws IOException {
        if (!content.announced()) {
            return passage.requestBody(Body.EMPTY);
        }
        Deadline deadline = Deadline.in(collect.within(), this::bodyIsLate);
        Step early;
        try {
            early = content.collect(collect.limit(), length -> deadline.inTime(passage::collected, length));
        } catch (IOException e) {
            if (deadline.settle()) {
                passage.complete(new Ending(Ending.Kind.CANCELLED, 0, content.count(), 0, e));
            }
            throw e;
        }
        if (!deadline.settle()) {
            throw new IOException("the request content came too late"); // it was answered; the connection ends
        }
        return early == null ? passage.requestBody(content.body(collect.limit())) : early;
    }

    private void bodyIsLate() {
        if (passage.requestBodyLate() instanceof Step.Reply reply) {
            response.answerWhileReading(reply);
        }
    }

    private void forward(HttpHandler handler) throws IOException {
        Headers headers = Fields.edited(exchange.getRequestHeaders(), passage.upstreamEdits());
        URI target = URI.create(passage.target());
        GuardedExchange guarded = new GuardedExchange(exchange, target, headers, content, response, passage.exchange());
        try {
            handler.handle(
                    exchange instanceof HttpsExchange secure ? new GuardedHttpsExchange(guarded, secure) : guarded);
        } catch (Throwable t) {
            response.handlerFailed(t);
            return;
        }
        response.handlerReturned();
    }
}

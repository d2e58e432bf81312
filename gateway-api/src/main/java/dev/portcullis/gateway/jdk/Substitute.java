package dev.portcullis.gateway.jdk;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.portcullis.gateway.HeaderEdit;
import dev.portcullis.gateway.host.Step;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;

/** An answer in place of the handler's. What the client is still sending is read for a while, so that it sees the answer. */
final class Substitute {
    /** A client that is told to send no more on this connection beyond this; the server reads as much by itself. */
    private static final int WORTH_READING = 64 << 10;

    private static final long LINGERING_BYTES = 16L << 20;
    private static final Duration LINGERING = Duration.ofSeconds(2);

    private final HttpExchange exchange;
    private final RequestContent request;
    private final int status;
    private final Headers headers;
    private final byte[] body;

    private Substitute(HttpExchange exchange, RequestContent request, int status, Headers headers, byte[] body) {
        this.exchange = exchange;
        this.request = request;
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    static Substitute of(HttpExchange exchange, RequestContent request, Step.Reply reply) {
        Headers headers = new Headers();
        for (int i = 0; i < reply.headers().size(); i++) {
            headers.add(reply.headers().name(i), reply.headers().value(i));
        }
        if (reply.endsConnection()) {
            headers.set("Connection", "close");
        }
        return new Substitute(exchange, request, reply.status(), headers, reply.body());
    }

    /** The answer for a handler that threw. */
    static Substitute failure(HttpExchange exchange, RequestContent request, List<HeaderEdit> edits) {
        return new Substitute(exchange, request, 500, Fields.edited(new Headers(), edits), new byte[0]);
    }

    int status() {
        return status;
    }

    int length() {
        return body.length;
    }

    /** Sends all of it. */
    void send() throws IOException {
        Headers out = exchange.getResponseHeaders();
        headers.forEach(out::put);
        if (!exchange.getRequestMethod().equals("HEAD")) {
            out.remove("Content-length"); // the server writes its own
        }
        if (request.endIsInDoubt() || request.outstanding() > WORTH_READING) {
            out.set("Connection", "close");
        }
        if (body.length > 0) {
            exchange.sendResponseHeaders(status, body.length);
            OutputStream to = exchange.getResponseBody();
            to.write(body);
            to.flush();
        } else if (request.ended()) {
            exchange.sendResponseHeaders(status, -1);
        } else {
            // The server reads what is left before it returns, however slowly it comes.
            Deadline lingering = Deadline.in(LINGERING, () -> {});
            try {
                exchange.sendResponseHeaders(status, -1);
            } finally {
                lingering.settle();
            }
        }
    }

    /** Ends the exchange after the answer: it may be followed by another, or the connection ends. */
    void end() throws IOException {
        if (body.length == 0) {
            return; // the server has ended it with the head
        }
        if (!request.ended()) {
            Deadline lingering = Deadline.in(LINGERING, () -> {});
            try {
                if (!request.drain(LINGERING_BYTES)) {
                    throw new IOException("the client sends more than is worth reading after a refusal");
                }
            } finally {
                lingering.settle();
            }
        }
        exchange.getResponseBody().close();
    }
}

package dev.portcullis.gateway.undertow;

import dev.portcullis.gateway.host.Step;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.IoUtils;

/**
 * Sends the gateway's own answer before the handler was asked, and makes sure that it arrives even while the client is
 * still sending: a short rest is read, else the connection is half closed, drained for a while and closed.
 */
final class ReplySender implements IoCallback {
    private final HttpServerExchange exchange;
    private final Runnable sent;
    private boolean written;
    private boolean keepAlive;

    /** With what to do once the answer has left, before the rest of the request is waited for. */
    ReplySender(HttpServerExchange exchange, Runnable sent) {
        this.exchange = exchange;
        this.sent = sent;
    }

    void send(Step.Reply reply) {
        keepAlive =
                exchange.isPersistent() && !reply.endsConnection() && (exchange.isRequestComplete() || mayBeShort());
        if (!keepAlive) {
            exchange.setPersistent(false);
        }
        exchange.setStatusCode(reply.status());
        Fields.replace(exchange.getResponseHeaders(), reply.headers());
        Sender sender = exchange.getResponseSender();
        if (reply.body().length == 0) {
            onComplete(exchange, sender);
        } else {
            sender.send(ByteBuffer.wrap(reply.body()), this);
        }
    }

    @Override
    public void onComplete(HttpServerExchange unused, Sender sender) {
        if (!written) {
            written = true;
            sender.close(this);
        } else if (!exchange.isRequestComplete()) {
            sent.run();
            new Drain(exchange).start(keepAlive);
        } else {
            exchange.endExchange();
        }
    }

    @Override
    public void onException(HttpServerExchange unused, Sender sender, IOException cause) {
        IoUtils.safeClose(exchange.getConnection());
        exchange.endExchange();
    }

    /** Whether what is still to come is worth waiting for; where its length is unknown, the drain finds out. */
    private boolean mayBeShort() {
        return exchange.getRequestContentLength() <= Drain.SHORT && !HttpContinue.requiresContinueResponse(exchange);
    }
}

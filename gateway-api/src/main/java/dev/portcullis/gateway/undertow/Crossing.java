package dev.portcullis.gateway.undertow;

import dev.portcullis.gateway.host.Ending;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.Step;
import io.undertow.server.Connectors;
import io.undertow.server.DefaultResponseListener;
import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.RequestTooBigException;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.SameThreadExecutor;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import org.xnio.IoUtils;

/** One exchange on its way in: does what the steps of its passage say, on the IO thread, until the handler has it. */
final class Crossing implements ExchangeCompletionListener {
    private final HttpServerExchange exchange;
    private final Passage passage;
    private final HttpHandler next;
    private final RequestMeter meter = new RequestMeter();
    private final ResponseGate gate;
    private volatile boolean ended;
    private boolean collecting;
    private boolean bodyRead;

    Crossing(HttpServerExchange exchange, Passage passage, HttpHandler next, LateStatus lateStatus) {
        this.exchange = exchange;
        this.passage = passage;
        this.next = next;
        this.gate = new ResponseGate(exchange, passage, lateStatus);
    }

    void begin() throws Exception {
        exchange.addExchangeCompleteListener(this);
        exchange.addResponseWrapper(gate);
        if (!exchange.isRequestComplete()) {
            exchange.addRequestWrapper(meter);
        }
        if (exchange.getRequestHeaders().contains(Headers.TRANSFER_ENCODING)) {
            // The parser takes lines of chunks that others refuse or read otherwise: what follows them is no request.
            exchange.setPersistent(false);
        }
        proceed(passage.begin());
    }

    /** Takes the next step; runs inside a call of the root handler. */
    void proceed(Step step) throws Exception {
        if (step instanceof Step.Collect collect) {
            collecting = true;
            new BodyCollector(exchange, passage, this, collect).start();
        } else if (step instanceof Step.Reply reply) {
            new ReplySender(exchange, () -> passage.complete(ending())).send(reply);
        } else if (step instanceof Step.Park park) {
            exchange.dispatch(SameThreadExecutor.INSTANCE, () -> park(park));
        } else {
            forward();
        }
    }

    /** Takes the next step from outside a call, on any thread. */
    void resume(Step step) {
        if (!exchange.isInIoThread()) {
            try {
                exchange.getIoThread().execute(() -> resume(step));
            } catch (RejectedExecutionException e) {
                IoUtils.safeClose(exchange.getConnection()); // the server has gone
            }
            return;
        }
        if (!ended) {
            Connectors.executeRootHandler(resumed -> proceed(step), exchange);
        }
    }

    /** Notes that the client has sent all of its request. */
    void bodyRead() {
        bodyRead = true;
    }

    /** Ends an exchange whose request body cannot be read to its end. */
    void unreadable(IOException cause) {
        gate.broken(cause);
        exchange.setPersistent(false);
        exchange.setStatusCode(
                cause instanceof RequestTooBigException
                        ? StatusCodes.REQUEST_ENTITY_TOO_LARGE
                        : StatusCodes.BAD_REQUEST);
        exchange.endExchange();
    }

    private void park(Step.Park park) {
        ClientWatch watching = ClientWatch.start(exchange);
        park.next().whenComplete((step, impossible) -> {
            if (watching != null) {
                watching.stop();
            }
            resume(step);
        });
    }

    private void forward() throws Exception {
        Fields.apply(passage.upstreamEdits(), exchange.getRequestHeaders());
        RequestHeads.handOn(exchange, passage.target());
        exchange.putAttachment(GatewayHandler.EXCHANGE, passage.exchange());
        meter.forwarded(exchange, passage.exchange(), collecting && !bodyRead);
        gate.watch();
        next.handleRequest(exchange);
    }

    @Override
    public void exchangeEvent(HttpServerExchange unused, NextListener nextListener) {
        ended = true;
        try {
            passage.complete(ending());
        } finally {
            nextListener.proceed();
        }
    }

    private Ending ending() {
        Throwable cause = exchange.getAttachment(DefaultResponseListener.EXCEPTION);
        Throwable loss = gate.loss();
        int status = gate.started() ? exchange.getStatusCode() : 0;
        Ending.Kind kind;
        if (status == StatusCodes.SWITCHING_PROTOCOLS
                || (exchange.getRequestMethod().equals(Methods.CONNECT) && status / 100 == 2)) {
            kind = Ending.Kind.UPGRADED;
        } else if (cause != null || gate.aborted()) {
            kind = Ending.Kind.FAILED;
        } else if (gate.delivered()) {
            kind = loss == null ? Ending.Kind.SENT : Ending.Kind.FAILED;
        } else {
            kind = Ending.Kind.CANCELLED;
        }
        return new Ending(kind, status, meter.bytes(), gate.bytes(), cause == null ? loss : cause);
    }
}

package dev.portcullis.gateway.undertow;

import dev.portcullis.gateway.HeaderEdit;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.ResponseHead;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.Step;
import io.undertow.server.AbstractServerConnection;
import io.undertow.server.ConduitWrapper;
import io.undertow.server.Connectors;
import io.undertow.server.DefaultResponseListener;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.util.ConduitFactory;
import io.undertow.util.HeaderMap;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.Options;
import org.xnio.conduits.StreamSinkConduit;

/**
 * Where a response is judged: as the innermost response wrapper it sees the final head, at the moment at which the handler
 * takes the response channel. What can be decided there costs one wrapper; what waits or wants the body is held in a
 * {@link HeldSink}, and the real conduit, which fixes the framing, is made only after the verdict.
 */
final class ResponseGate implements ConduitWrapper<StreamSinkConduit> {
    private static final byte[] NOTHING = {};

    private final HttpServerExchange exchange;
    private final Passage passage;
    private final LateStatus lateStatus;
    private boolean watching;
    private volatile boolean aborted;
    private volatile @Nullable MeteredSink sink;
    private @Nullable IOException unreadable;

    ResponseGate(HttpServerExchange exchange, Passage passage, LateStatus lateStatus) {
        this.exchange = exchange;
        this.passage = passage;
        this.lateStatus = lateStatus;
    }

    /** From here on a response is the handler's and has to be judged. */
    void watch() {
        watching = passage.watchesResponse();
    }

    @Override
    public StreamSinkConduit wrap(ConduitFactory<StreamSinkConduit> factory, HttpServerExchange unused) {
        if (!watching) {
            return open(factory);
        }
        Step step = passage.response(
                new ResponseHead(exchange.getStatusCode(), Fields.copy(exchange.getResponseHeaders())));
        if (step instanceof Step.Forward) {
            edit();
            return open(factory);
        }
        StreamSinkConduit base = Connectors.getConduitSinkChannel(exchange).getConduit();
        HeldSink held = new HeldSink(this, passage, factory, base);
        held.decide(step);
        return held;
    }

    /** Watches for the client while the verdict is pending, which ends with the exchange. */
    void watchClient(CompletionStage<Step> verdict) {
        exchange.getIoThread().execute(() -> {
            if (!verdict.toCompletableFuture().isDone() && exchange.isRequestComplete()) {
                ClientWatch watching = ClientWatch.start(exchange);
                if (watching != null) {
                    verdict.whenComplete((step, impossible) -> watching.stop());
                }
            }
        });
    }

    MeteredSink open(ConduitFactory<StreamSinkConduit> factory) {
        MeteredSink opened = new MeteredSink(factory.create(), exchange);
        sink = opened;
        return opened;
    }

    void edit() {
        Fields.apply(passage.responseEdits(), exchange.getResponseHeaders());
    }

    /** Puts the reply's head in place of the handler's; false where it cannot be done any more. */
    boolean replace(Step.Reply reply) {
        if (!lateStatus.set(exchange, reply.status())) {
            return false;
        }
        exchange.setReasonPhrase(null);
        Fields.replace(exchange.getResponseHeaders(), reply.headers());
        return true;
    }

    /** What is sent where a handler failed before anything of its response had left. */
    Step.Reply serverError() {
        Headers headers = HeaderEdit.applyAll(passage.responseEdits(), Headers.of("Content-Length", "0"));
        return new Step.Reply(null, StatusCodes.INTERNAL_SERVER_ERROR, headers, NOTHING);
    }

    /** The length of a response that is known whole before its head is written. */
    void announce(long length) {
        HeaderMap headers = exchange.getResponseHeaders();
        if (Connectors.isEntityBodyAllowed(exchange)
                && !exchange.getRequestMethod().equals(Methods.HEAD)
                && !exchange.getRequestMethod().equals(Methods.CONNECT)
                && !headers.contains(io.undertow.util.Headers.TRANSFER_ENCODING)
                && !headers.contains(io.undertow.util.Headers.CONTENT_LENGTH)) {
            exchange.setResponseContentLength(length);
        }
    }

    /** Cuts the connection, nothing of the response having left. */
    void abort() {
        aborted = true;
        cut(exchange.getConnection());
    }

    /** Closes so that even a client that reads up to the end of the connection notices. */
    static void cut(ServerConnection connection) {
        if (connection instanceof AbstractServerConnection) {
            try {
                connection.setOption(Options.CLOSE_ABORT, true);
            } catch (IOException | RuntimeException e) {
                // then it is an ordinary close
            }
        }
        IoUtils.safeClose(connection);
    }

    void broken(IOException cause) {
        unreadable = cause;
    }

    boolean aborted() {
        MeteredSink opened = sink;
        return aborted || (opened != null && opened.aborted());
    }

    boolean started() {
        return sink != null;
    }

    boolean delivered() {
        MeteredSink opened = sink;
        return opened != null && opened.delivered();
    }

    @Nullable
    IOException loss() {
        MeteredSink opened = sink;
        IOException lost = opened == null ? null : opened.loss();
        return lost == null ? unreadable : lost;
    }

    /** Content bytes sent. */
    long bytes() {
        MeteredSink opened = sink;
        boolean without = exchange.getRequestMethod().equals(Methods.HEAD) || !Connectors.isEntityBodyAllowed(exchange);
        return opened == null || without ? 0 : opened.bytes();
    }

    /** What a handler threw, as Undertow noted it. */
    @Nullable
    Throwable failure() {
        return exchange.getAttachment(DefaultResponseListener.EXCEPTION);
    }
}

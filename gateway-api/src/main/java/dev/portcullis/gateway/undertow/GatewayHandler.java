package dev.portcullis.gateway.undertow;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.host.Host;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.HttpContinueReadHandler;
import io.undertow.util.AttachmentKey;
import io.undertow.util.StatusCodes;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands in front of every other handler of an Undertow server: no request reaches {@code next} that the gateway has not
 * passed, and no response leaves unjudged. Runs on the IO thread and never blocks it; an exchange that waits for a verdict
 * holds no thread.
 *
 * <p>Install it as the root handler. Behind it, {@code next} may dispatch to workers and use blocking streams as usual.
 * Inside a path handler it works too, but then the path was routed before it was judged: the gateway compares and refuses
 * with {@code path.host_differs} where the two do not agree.
 *
 * <p>The server must hand targets on as they came: with {@link UndertowOptions#ALLOW_UNESCAPED_CHARACTERS_IN_URL} it decodes
 * them first, and every request is answered with 503. The server reads chunks leniently; over HTTP/1.1 the connection ends after
 * a request with chunked content.
 *
 * <p>Thread-safe: one instance serves all exchanges.
 */
public final class GatewayHandler implements HttpHandler {
    /** Where a handler finds the gateway's view of the exchange: the principal and the other facts. */
    public static final AttachmentKey<Exchange> EXCHANGE = AttachmentKey.create(Exchange.class);

    private static final Logger LOG = LoggerFactory.getLogger(GatewayHandler.class);

    private final AtomicBoolean warned = new AtomicBoolean();
    private final Host host;
    private final HttpHandler next;
    private final LateStatus lateStatus;

    private GatewayHandler(Host host, HttpHandler next, LateStatus lateStatus) {
        this.host = requireNonNull(host, "host");
        this.next = new HttpContinueReadHandler(requireNonNull(next, "next"));
        this.lateStatus = lateStatus;
    }

    /** The gateway in front of a handler. */
    public static GatewayHandler of(Host host, HttpHandler next) {
        return new GatewayHandler(host, next, LateStatus.find());
    }

    /** For tests of what happens where Undertow's state is out of reach. */
    static GatewayHandler withoutLateStatus(Host host, HttpHandler next) {
        return new GatewayHandler(host, next, LateStatus.none());
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (!exchange.isInIoThread()) {
            exchange.dispatch(exchange.getIoThread(), this);
            return;
        }
        if (exchange.getConnection()
                .getUndertowOptions()
                .get(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, false)) {
            refuseDecodedTargets(exchange);
            return;
        }
        new Crossing(exchange, host.open(RequestHeads.of(exchange), exchange.getIoThread()), next, lateStatus).begin();
    }

    /** A path that the server has decoded once hides what was encoded twice, and where the query began. */
    private void refuseDecodedTargets(HttpServerExchange exchange) {
        if (warned.compareAndSet(false, true)) {
            LOG.error(
                    "Undertow's option ALLOW_UNESCAPED_CHARACTERS_IN_URL decodes request targets before they can be judged;"
                            + " every request is answered with 503 until it is unset");
        }
        exchange.setStatusCode(StatusCodes.SERVICE_UNAVAILABLE);
        exchange.setPersistent(false);
        exchange.endExchange();
    }
}

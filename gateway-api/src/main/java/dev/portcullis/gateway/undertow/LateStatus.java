package dev.portcullis.gateway.undertow;

import io.undertow.server.HttpServerExchange;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets the status of a response whose channel was already taken, but of which no byte is on the wire. Undertow offers no
 * way to do this (UT000002), so it goes to the private field that holds the status; see the package documentation for why.
 * Where the field is not what it was, a late refusal aborts the connection instead.
 */
final class LateStatus {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayHandler.class);
    private static final int STATUS_BITS = 0x3FF;
    private static final LateStatus NONE = new LateStatus(null);
    private static final LateStatus FOUND = new LateStatus(look());

    private final @Nullable VarHandle state;

    private LateStatus(@Nullable VarHandle state) {
        this.state = state;
    }

    static LateStatus find() {
        return FOUND;
    }

    static LateStatus none() {
        return NONE;
    }

    /** Sets the status; false where that is impossible, and then nothing was changed. */
    boolean set(HttpServerExchange exchange, int status) {
        if (!exchange.isResponseStarted()) {
            exchange.setStatusCode(status);
            return true;
        }
        VarHandle field = state;
        if (field == null) {
            return false;
        }
        int old;
        int changed;
        do {
            old = (int) field.getVolatile(exchange);
            changed = (old & ~STATUS_BITS) | status;
        } while (!field.compareAndSet(exchange, old, changed));
        return exchange.getStatusCode() == status;
    }

    private static @Nullable VarHandle look() {
        try {
            VarHandle field = MethodHandles.privateLookupIn(HttpServerExchange.class, MethodHandles.lookup())
                    .findVarHandle(HttpServerExchange.class, "state", int.class);
            // A fresh exchange is 200 and nothing else: the layout is the one that is known here.
            return ((int) field.getVolatile(new HttpServerExchange(null)) & STATUS_BITS) == 200 ? field : null;
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.warn(
                    "this Undertow keeps the status out of reach: a refusal that comes after the handler took the"
                            + " response channel will abort the connection instead of sending an answer",
                    e);
            return null;
        }
    }
}

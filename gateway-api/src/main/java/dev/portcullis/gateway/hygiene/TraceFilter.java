package dev.portcullis.gateway.hygiene;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.CidrSet;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.HeaderEdits;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.TraceContext;
import dev.portcullis.gateway.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a request's trace (W3C Trace Context) or begins one with the id of the exchange, and leaves it as {@link TraceContext#KEY}. A valid
 * {@code traceparent} is handed on as it came; in place of a missing, repeated or invalid one the handler gets a new trace,
 * without the old {@code tracestate}. To be installed before {@link dev.portcullis.gateway.Stage#AUDIT}, so that refusals
 * have a trace too. Immutable and thread-safe.
 */
public final class TraceFilter implements Filter {
    private static final String PARENT = "traceparent";
    private static final String STATE = "tracestate";

    private final @Nullable CidrSet trusted;

    private TraceFilter(@Nullable CidrSet trusted) {
        this.trusted = trusted;
    }

    /** Continues every valid trace, whoever began it. */
    public static TraceFilter continuing() {
        return new TraceFilter(null);
    }

    /**
     * Continues only the traces of peers in these ranges, so that nobody else can choose trace ids, force sampling or write
     * into other people's traces.
     */
    public static TraceFilter restartingUnless(CidrSet trusted) {
        return new TraceFilter(requireNonNull(trusted, "trusted"));
    }

    @Override
    public Verdict onRequest(Exchange exchange) {
        Headers headers = exchange.request().headers();
        int parent = headers.indexOf(PARENT, 0);
        boolean known = parent >= 0
                && headers.indexOf(PARENT, parent + 1) < 0
                && (trusted == null || trusted.contains(exchange.peer().address()));
        TraceContext context = known ? TraceContext.parse(headers.value(parent)) : null;
        if (context == null) {
            context = TraceContext.begin(exchange.id());
            HeaderEdits edits = exchange.upstreamHeaders().set(PARENT, context.traceparent());
            if (headers.contains(STATE)) {
                edits.remove(STATE);
            }
        } else if (headers.contains(STATE) && !TraceState.isValid(headers)) {
            exchange.upstreamHeaders().remove(STATE);
        }
        exchange.put(TraceContext.KEY, context);
        return Decision.CONTINUE;
    }

    @Override
    public String name() {
        return "trace";
    }
}

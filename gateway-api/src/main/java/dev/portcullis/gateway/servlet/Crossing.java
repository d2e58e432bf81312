package dev.portcullis.gateway.servlet;

import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.host.Ending;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.Step;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through the gateway, over all its dispatches. The first brings it in; every later one finds it in
 * a request attribute and only goes on.
 */
final class Crossing {
    private static final Duration ERROR_PAGE = Duration.ofSeconds(1);

    private final GatewayFilter filter;
    private final HttpServletRequest request;
    private final Headers received;
    private final String uri;
    private final HttpServletResponse response;
    private final Passage passage;
    private final Home home;
    private final CollectedBody body;
    private final ResponseGate gate;
    private final GatewayResponse outer;
    private volatile @Nullable AsyncPark parked;
    private long asyncTimeout = -1;
    private String path = "";
    private @Nullable EditedFields fields;
    private volatile boolean resuming;
    private volatile @Nullable GatewayAsync async;
    private volatile @Nullable Throwable failure;

    Crossing(
            GatewayFilter filter,
            HttpServletRequest request,
            HttpServletResponse response,
            Headers received,
            Passage passage,
            Home home) {
        this.filter = filter;
        this.request = request;
        this.received = received;
        this.uri = request.getRequestURI();
        this.response = response;
        this.passage = passage;
        this.home = home;
        this.body = new CollectedBody(request, passage);
        this.gate = new ResponseGate(
                passage,
                home,
                filter.errorPages(request.getServletContext()),
                response,
                request.getMethod(),
                !body.isHttp1());
        this.outer = new GatewayResponse(response, gate);
    }

    /** The first dispatch. */
    void begin(FilterChain chain) throws IOException, ServletException {
        Step step = passage.begin();
        try {
            while (true) {
                if (step instanceof Step.Park park) {
                    if (filter.parksAsynchronously() && request.isAsyncSupported()) {
                        parkAsynchronously(park);
                        return;
                    }
                    step = home.await(park);
                } else if (step instanceof Step.Collect collect) {
                    step = body.collect(collect);
                } else {
                    break;
                }
            }
        } catch (IOException | RuntimeException e) {
            passage.complete(new Ending(Ending.Kind.CANCELLED, 0, body.bytes(), 0, e));
            throw e;
        }
        arrive(step, chain);
    }

    private void parkAsynchronously(Step.Park park) {
        AsyncContext context = request.startAsync(request, response);
        asyncTimeout = context.getTimeout();
        context.setTimeout(0); // the park has a deadline of its own
        AsyncPark started = new AsyncPark(this, context, home);
        parked = started;
        started.park(park);
    }

    private void arrive(Step step, FilterChain chain) throws IOException, ServletException {
        if (step instanceof Step.Reply reply) {
            answer(reply);
        } else {
            gate.watch();
            String target = passage.target();
            int query = target.indexOf('?');
            path = query < 0 ? target : target.substring(0, query);
            fields = EditedFields.of(received, passage.upstreamEdits());
            request.setAttribute(GatewayFilter.EXCHANGE, passage.exchange());
            run(new GatewayRequest(request, this), outer, chain);
        }
    }

    /** Answers in place of the handler, and reads what the client is still sending so that the answer arrives. */
    void answer(Step.Reply reply) throws IOException {
        try {
            gate.reply(body.isLongToCome() || (reply.endsConnection() && body.isHttp1()) ? closing(reply) : reply);
        } finally {
            complete();
        }
        body.drain();
    }

    private static Step.Reply closing(Step.Reply reply) {
        return new Step.Reply(
                reply.rejection(), reply.status(), reply.headers().with("Connection", "close"), reply.body());
    }

    /** Any later dispatch. */
    void again(HttpServletRequest dispatched, HttpServletResponse answer, FilterChain chain)
            throws IOException, ServletException {
        AsyncPark park = parked;
        if (park != null && park.resumes()) {
            parked = null;
            resuming = true;
            try {
                arrive(Step.Forward.INSTANCE, chain);
            } finally {
                resuming = false;
            }
            return;
        }
        DispatcherType type = dispatched.getDispatcherType();
        if (type == DispatcherType.ERROR) {
            gate.errorPage(wraps(answer) ? null : answer);
        }
        HttpServletRequest inner = wraps(dispatched) ? dispatched : new GatewayRequest(dispatched, this);
        HttpServletResponse through = wraps(answer) ? answer : new GatewayResponse(answer, gate);
        if (type == DispatcherType.FORWARD || type == DispatcherType.INCLUDE) {
            chain.doFilter(inner, through); // inside another dispatch, which ends the response
        } else {
            run(inner, through, chain);
        }
    }

    private void run(HttpServletRequest inner, HttpServletResponse through, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(inner, through);
        } catch (IOException | ServletException | RuntimeException | Error e) {
            if (!request.isAsyncStarted() && !fail(e)) {
                return; // answered in place of the handler's failure
            }
            throw e;
        }
        if (request.isAsyncStarted()) {
            GatewayAsync started = async;
            if (started != null) {
                started.leave();
            }
            return;
        }
        try {
            gate.finish();
        } finally {
            end();
        }
    }

    /** Judges a handler's failure; whether the container is to deal with it. */
    boolean fail(Throwable cause) throws IOException {
        failure = cause;
        boolean forContainer = true;
        try {
            forContainer = gate.fail(cause);
            return forContainer;
        } finally {
            if (!forContainer) {
                request.getServletContext().log("the handler failed; the gateway has answered", cause);
            }
            end();
        }
    }

    /** The same outside a dispatch; the container ends the exchange, and then it completes. */
    boolean failAsynchronously(Throwable cause) throws IOException {
        failure = cause;
        return gate.fail(cause);
    }

    /** Notes what broke the connection or the exchange. */
    void lost(Exception cause) {
        failure = cause;
    }

    /** Completes, or waits a moment for the error page whose content has to be judged. */
    private void end() {
        if (gate.awaitsErrorPage()) {
            filter.scheduler().schedule(this::noErrorPage, ERROR_PAGE);
        } else {
            complete();
        }
    }

    private void noErrorPage() {
        if (gate.awaitsErrorPage()) {
            complete();
        }
    }

    /** Ends the passage; from any thread, the first time counts. */
    void complete() {
        Throwable lost = body.loss() == null ? gate.output().loss() : body.loss();
        Throwable cause = failure;
        int status = gate.status();
        Ending.Kind kind;
        if (status == HttpServletResponse.SC_SWITCHING_PROTOCOLS) {
            kind = Ending.Kind.UPGRADED;
        } else if (lost != null) {
            kind = Ending.Kind.CANCELLED;
        } else {
            kind = cause == null ? Ending.Kind.SENT : Ending.Kind.FAILED;
        }
        passage.complete(new Ending(kind, status, body.bytes(), gate.bytes(), cause == null ? lost : cause));
        body.release();
    }

    /** Starts asynchronous processing so that whoever writes, writes through the gateway. */
    AsyncContext startAsync(ServletRequest supplied, @Nullable ServletResponse answer, boolean original) {
        ServletResponse through = answer != null && wraps(answer) ? answer : outer;
        AsyncContext context = request.startAsync(supplied, through);
        if (asyncTimeout >= 0) {
            context.setTimeout(asyncTimeout);
        }
        GatewayAsync started = new GatewayAsync(context, this, gate, original);
        context.addListener(started);
        async = started;
        return started;
    }

    @Nullable
    GatewayAsync async() {
        return async;
    }

    /** The canonical path for the one that the client sent; any other, as in a forward, is the handler's own. */
    String canonicalPath(String shown) {
        return shown.equals(uri) ? path : shown;
    }

    /** The fields after the gateway's edits, or {@code null} where there are none. */
    @Nullable
    EditedFields fields() {
        return fields;
    }

    /** Whether this dispatch, whatever the container calls it, is the one that brings the request to the handler. */
    boolean isFirstDispatch() {
        return resuming;
    }

    CollectedBody body() {
        return body;
    }

    ResponseGate gate() {
        return gate;
    }

    GatewayFilter filter() {
        return filter;
    }

    private boolean wraps(ServletRequest candidate) {
        ServletRequest at = candidate;
        while (at instanceof jakarta.servlet.ServletRequestWrapper wrapper) {
            if (at instanceof GatewayRequest mine && mine.crossing() == this) {
                return true;
            }
            at = wrapper.getRequest();
        }
        return false;
    }

    private boolean wraps(ServletResponse candidate) {
        ServletResponse at = candidate;
        while (at instanceof ServletResponseWrapper wrapper) {
            if (at instanceof GatewayResponse mine && mine.gate() == gate) {
                return true;
            }
            at = wrapper.getResponse();
        }
        return false;
    }
}

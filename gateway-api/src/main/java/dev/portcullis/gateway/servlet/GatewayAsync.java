package dev.portcullis.gateway.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Asynchronous processing as the handler sees it: what is held of the response leaves before the container is told that it
 * is complete, and a timeout or an error that no listener deals with is judged like any other response.
 */
final class GatewayAsync implements AsyncContext, AsyncListener {
    private record Registered(
            AsyncListener listener,
            @Nullable ServletRequest request,
            @Nullable ServletResponse response) {}

    @FunctionalInterface
    private interface Notice {
        void tell(AsyncListener listener, AsyncEvent event) throws IOException;
    }

    private final AsyncContext context;
    private final Crossing crossing;
    private final ResponseGate gate;
    private final boolean original;
    private final List<Registered> listeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> onLeave = new CopyOnWriteArrayList<>();
    private boolean left;
    private volatile boolean dealtWith;

    GatewayAsync(AsyncContext context, Crossing crossing, ResponseGate gate, boolean original) {
        this.context = context;
        this.crossing = crossing;
        this.gate = gate;
        this.original = original;
    }

    /** Runs a task on a thread of the container, but not before the dispatch at hand has returned. */
    void drive(Runnable task) {
        synchronized (this) {
            if (!left) {
                onLeave.add(task);
                return;
            }
        }
        context.start(task);
    }

    /** The dispatch that started this has returned. */
    void leave() {
        synchronized (this) {
            left = true;
        }
        onLeave.forEach(context::start);
        onLeave.clear();
    }

    @Override
    public void complete() {
        dealtWith = true;
        try {
            gate.finish();
        } catch (IOException e) {
            crossing.lost(e); // the client has gone; the container still has to end the request
        }
        context.complete();
    }

    @Override
    public void dispatch() {
        dealtWith = true;
        context.dispatch();
    }

    @Override
    public void dispatch(String path) {
        dealtWith = true;
        context.dispatch(path);
    }

    @Override
    public void dispatch(ServletContext to, String path) {
        dealtWith = true;
        context.dispatch(to, path);
    }

    @Override
    public void onTimeout(AsyncEvent event) throws IOException {
        notify(event, AsyncListener::onTimeout);
        judgeUnlessDealtWith(new IOException("asynchronous processing timed out"));
    }

    @Override
    public void onError(AsyncEvent event) throws IOException {
        notify(event, AsyncListener::onError);
        Throwable cause = event.getThrowable();
        judgeUnlessDealtWith(cause == null ? new IOException("asynchronous processing failed") : cause);
    }

    @Override
    public void onStartAsync(AsyncEvent event) throws IOException {
        notify(event, AsyncListener::onStartAsync);
    }

    @Override
    public void onComplete(AsyncEvent event) throws IOException {
        try {
            notify(event, AsyncListener::onComplete);
        } finally {
            crossing.complete();
        }
    }

    private void judgeUnlessDealtWith(Throwable cause) throws IOException {
        if (!dealtWith && !crossing.failAsynchronously(cause)) {
            dealtWith = true;
            context.complete(); // answered by the gateway
        }
    }

    private void notify(AsyncEvent event, Notice notice) throws IOException {
        for (Registered registered : listeners) {
            notice.tell(
                    registered.listener(),
                    new AsyncEvent(this, registered.request(), registered.response(), event.getThrowable()));
        }
    }

    @Override
    public void addListener(AsyncListener listener) {
        listeners.add(new Registered(listener, context.getRequest(), context.getResponse()));
    }

    @Override
    public void addListener(AsyncListener listener, ServletRequest request, ServletResponse response) {
        listeners.add(new Registered(listener, request, response));
    }

    @Override
    public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
        return context.createListener(type);
    }

    @Override
    public ServletRequest getRequest() {
        return context.getRequest();
    }

    @Override
    public ServletResponse getResponse() {
        return context.getResponse();
    }

    @Override
    public boolean hasOriginalRequestAndResponse() {
        return original;
    }

    @Override
    public void start(Runnable task) {
        context.start(task);
    }

    @Override
    public void setTimeout(long millis) {
        context.setTimeout(millis);
    }

    @Override
    public long getTimeout() {
        return context.getTimeout();
    }
}

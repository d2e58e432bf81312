package dev.portcullis.gateway.undertow;

import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.host.Host;
import dev.portcullis.gateway.testkit.Received;
import dev.portcullis.gateway.testkit.Script;
import dev.portcullis.gateway.testkit.TestHandler;
import dev.portcullis.gateway.testkit.TestServer;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.server.protocol.http.HttpAttachments;
import io.undertow.util.HeaderMap;
import io.undertow.util.HttpString;
import io.undertow.util.SameThreadExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.function.BiFunction;

/** Undertow with a handler that follows a script, on worker threads or on the IO thread. */
final class UndertowTestServer implements TestServer {
    private static final int THREADS = 16;

    private final boolean onWorkers;
    private final boolean http2;
    private final BiFunction<Host, HttpHandler, HttpHandler> adapter;
    private Undertow server;

    UndertowTestServer(boolean onWorkers, BiFunction<Host, HttpHandler, HttpHandler> adapter) {
        this(onWorkers, false, adapter);
    }

    UndertowTestServer(boolean onWorkers, boolean http2, BiFunction<Host, HttpHandler, HttpHandler> adapter) {
        this.onWorkers = onWorkers;
        this.http2 = http2;
        this.adapter = adapter;
    }

    @Override
    public InetSocketAddress start(Host host, TestHandler handler) {
        HttpHandler application = onWorkers
                ? new BlockingHandler(exchange -> handleBlocking(exchange, handler))
                : exchange -> handle(exchange, handler);
        server = Undertow.builder()
                .setIoThreads(2)
                .setWorkerThreads(THREADS)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, 0L)
                .setServerOption(UndertowOptions.ENABLE_HTTP2, http2)
                .addHttpListener(0, "127.0.0.1")
                .setHandler(adapter.apply(host, application))
                .build();
        server.start();
        return (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    }

    @Override
    public void stop() {
        server.stop();
    }

    @Override
    public int threads() {
        return THREADS;
    }

    private static void handleBlocking(HttpServerExchange exchange, TestHandler handler) throws Exception {
        Received head = received(exchange, new byte[0]);
        Script script = handler.handle(
                handler.readsBody(head)
                        ? received(exchange, exchange.getInputStream().readAllBytes())
                        : head);
        head(exchange, script);
        script.play(exchange.getOutputStream());
    }

    private static void handle(HttpServerExchange exchange, TestHandler handler) throws Exception {
        Received head = received(exchange, new byte[0]);
        if (handler.readsBody(head)) {
            exchange.getRequestReceiver().receiveFullBytes((at, body) -> {
                try {
                    answer(at, handler.handle(received(at, body)));
                } catch (RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        } else {
            answer(exchange, handler.handle(head));
        }
    }

    private static void answer(HttpServerExchange exchange, Script script) {
        head(exchange, script);
        play(exchange, script.acts().iterator());
    }

    private static void play(HttpServerExchange exchange, Iterator<Script.Act> acts) {
        if (!acts.hasNext()) {
            exchange.endExchange();
            return;
        }
        Script.Act act = acts.next();
        if (act instanceof Script.Write write) {
            exchange.getResponseSender().send(ByteBuffer.wrap(write.bytes()), new Next(acts));
        } else if (act instanceof Script.Await await) {
            exchange.dispatch(SameThreadExecutor.INSTANCE, (Runnable) () -> await.until()
                    .whenComplete((value, failure) ->
                            exchange.dispatch(exchange.getIoThread(), (HttpHandler) resumed -> play(resumed, acts))));
        } else if (act instanceof Script.Fail fail) {
            throw fail.cause();
        } else {
            play(exchange, acts); // a sender flushes by itself, or not; the next write does
        }
    }

    private record Next(Iterator<Script.Act> acts) implements IoCallback {
        @Override
        public void onComplete(HttpServerExchange exchange, Sender sender) {
            play(exchange, acts);
        }

        @Override
        public void onException(HttpServerExchange exchange, Sender sender, IOException cause) {
            exchange.endExchange();
        }
    }

    private static void head(HttpServerExchange exchange, Script script) {
        exchange.setStatusCode(script.status());
        script.headers()
                .forEach(field -> exchange.getResponseHeaders().add(new HttpString(field.getKey()), field.getValue()));
        if (script.length() >= 0 && script.status() >= 200 && script.status() != 204 && script.status() != 304) {
            exchange.setResponseContentLength(script.length());
        }
    }

    private static Received received(HttpServerExchange exchange, byte[] body) {
        HeaderMap trailers = exchange.getAttachment(HttpAttachments.REQUEST_TRAILERS);
        String query = exchange.getQueryString();
        return new Received(
                exchange.getRequestMethod().toString(),
                query.isEmpty() ? exchange.getRequestURI() : exchange.getRequestURI() + '?' + query,
                Fields.copy(exchange.getRequestHeaders()),
                body,
                trailers == null ? Headers.EMPTY : Fields.copy(trailers));
    }
}

package dev.portcullis.auth.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An identity provider over HTTP, good or bad. */
public final class Provider implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger asked = new AtomicInteger();
    private final int port;
    private final Set<Integer> ports = ConcurrentHashMap.newKeySet();
    private volatile HttpHandler keys = exchange -> exchange.close();
    private volatile HttpServer server;

    public Provider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        port = server.getAddress().getPort();
        listen();
    }

    private void listen() {
        server.setExecutor(threads);
        server.createContext("/keys", exchange -> {
            asked.incrementAndGet();
            ports.add(exchange.getRemoteAddress().getPort());
            keys.handle(exchange);
        });
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** How often it was asked for its keys. */
    public int asked() {
        return asked.get();
    }

    /** From which ports it was asked: one for each connection. */
    public Set<Integer> ports() {
        return Set.copyOf(ports);
    }

    /** Serves this key set from now on. */
    public void serve(String jwks) {
        keys = exchange -> answer(exchange, jwks);
    }

    /** Does this from now on. */
    public void does(HttpHandler anything) {
        keys = anything;
    }

    /** Serves a document beside the keys. */
    public void document(String path, String json) {
        server.createContext(path, exchange -> {
            ports.add(exchange.getRemoteAddress().getPort());
            answer(exchange, json);
        });
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] bytes = json.getBytes(UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Dies. */
    public void kill() {
        server.stop(0);
    }

    /** Lives again, where it lived. */
    public void revive() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        listen();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

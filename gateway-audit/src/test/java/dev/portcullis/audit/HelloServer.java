package dev.portcullis.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import dev.portcullis.gateway.host.Host;
import dev.portcullis.gateway.jdk.PortcullisHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on a port of its own whose handler says hello behind a gateway, and counts. */
public final class HelloServer implements AutoCloseable {
    private final AtomicInteger handled = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    public HelloServer(Host gateway) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", PortcullisHandler.protect(gateway, exchange -> {
            handled.incrementAndGet();
            byte[] body = "hello".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        }));
        server.start();
    }

    /** How many requests came to the handler. */
    public AtomicInteger handled() {
        return handled;
    }

    public URI uri(String target) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + target);
    }

    /** Lets what is being answered end within so many seconds. */
    public void stop(int seconds) {
        server.stop(seconds);
        threads.shutdownNow();
    }

    @Override
    public void close() {
        stop(0);
    }
}

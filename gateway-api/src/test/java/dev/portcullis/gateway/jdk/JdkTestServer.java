package dev.portcullis.gateway.jdk;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.host.Host;
import dev.portcullis.gateway.testkit.Received;
import dev.portcullis.gateway.testkit.Script;
import dev.portcullis.gateway.testkit.TestHandler;
import dev.portcullis.gateway.testkit.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The JDK's server with a handler that follows a script. */
final class JdkTestServer implements TestServer {
    private static final int THREADS = 16;

    static {
        // Otherwise the server waits for 40 ms before the second segment of many an answer.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private HttpServer server;

    @Override
    public InetSocketAddress start(Host host, TestHandler handler) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        server.setExecutor(threads);
        server.createContext("/", PortcullisHandler.protect(host, exchange -> handle(exchange, handler)));
        server.start();
        return server.getAddress();
    }

    @Override
    public void stop() throws InterruptedException {
        server.stop(0);
        threads.shutdownNow();
        threads.awaitTermination(10, TimeUnit.SECONDS);
    }

    @Override
    public int threads() {
        return THREADS;
    }

    static void handle(HttpExchange exchange, TestHandler handler) throws IOException {
        Received head = received(exchange, new byte[0]);
        Received request = handler.readsBody(head)
                ? received(exchange, exchange.getRequestBody().readAllBytes())
                : head;
        Script script;
        try {
            script = handler.handle(request);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
        script.headers().forEach(field -> exchange.getResponseHeaders().add(field.getKey(), field.getValue()));
        exchange.sendResponseHeaders(script.status(), script.length() == 0 ? -1 : Math.max(0, script.length()));
        OutputStream body = exchange.getResponseBody();
        script.play(body);
        body.close();
    }

    private static Received received(HttpExchange exchange, byte[] body) {
        return new Received(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                Fields.copy(exchange.getRequestHeaders()),
                body,
                Headers.EMPTY);
    }
}

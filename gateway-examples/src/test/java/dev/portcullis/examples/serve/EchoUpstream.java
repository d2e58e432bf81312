package dev.portcullis.examples.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A service that answers with the fields of the request that reached it, a line each. */
final class EchoUpstream implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    private EchoUpstream(HttpServer server) {
        this.server = server;
    }

    static EchoUpstream start() throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else each answer waits for an acknowledgement
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        EchoUpstream upstream = new EchoUpstream(server);
        server.setExecutor(upstream.threads);
        server.createContext("/", exchange -> {
            StringBuilder fields = new StringBuilder();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> fields.append(name)
                            .append(": ")
                            .append(String.join(", ", values))
                            .append('\n'));
            byte[] answer = fields.toString().getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        return upstream;
    }

    /** One route that leads everything to it. */
    String route() {
        return "routes: [{id: all, match: {path: \"/**\"}, authenticate: none, upstream: {url: \"" + url() + "\"}}]";
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

package dev.portcullis.examples.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.host.Host;
import dev.portcullis.gateway.jdk.PortcullisHandler;
import dev.portcullis.gateway.tls.ServerTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway in the JDK's own server. */
final class JdkServer {
    private static final Logger LOG = LoggerFactory.getLogger(JdkServer.class);
    private static final int THREADS = 64;

    private JdkServer() {}

    static RunningServer start(Host gateway, InetSocketAddress address, @Nullable ServerTls tls, Duration patience)
            throws IOException {
        unlessSet("nodelay", "true"); // else each answer on a kept connection waits for an acknowledgement
        unlessSet(
                "maxReqTime", "60"); // seconds for a head and its content; else a slow client keeps its thread for ever
        StalledClients stalled = new StalledClients(patience);
        HttpServer server = tls == null ? HttpServer.create(address, ServerKind.BACKLOG) : secure(address, tls);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        server.setExecutor(threads);
        server.createContext("/", PortcullisHandler.protect(gateway, exchange -> forward(exchange, stalled)));
        server.start();
        return new RunningServer() {
            @Override
            public InetSocketAddress address() {
                return server.getAddress();
            }

            @Override
            public void stop(Duration within) {
                JdkServer.stop(server, threads, within);
                stalled.close();
            }
        };
    }

    /** The server reads its settings from the system's properties, once. */
    private static void unlessSet(String setting, String value) {
        String property = "sun.net.httpserver." + setting;
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** The server's own stop waits for all of the time, whether anything runs or not; its threads know better. */
    private static void stop(HttpServer server, ExecutorService threads, Duration within) {
        Thread closing = new Thread(() -> server.stop((int) within.toSeconds()), "portcullis-stop");
        closing.setDaemon(true);
        closing.start();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(within.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn("requests were still running after {} s", within.toSeconds());
            }
            server.stop(0);
            closing.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
    }

    private static HttpsServer secure(InetSocketAddress address, ServerTls tls) throws IOException {
        HttpsServer server = HttpsServer.create(address, ServerKind.BACKLOG);
        server.setHttpsConfigurator(new HttpsConfigurator(tls.context()));
        return server;
    }

    private static void forward(HttpExchange http, StalledClients stalled) throws IOException {
        Exchange exchange = PortcullisHandler.exchange(http).orElseThrow();
        BlockingProxy.forward(
                exchange, fields(http), length(http), stalled.in(http.getRequestBody()), (status, headers, length) -> {
                    for (Map.Entry<String, String> field : headers) {
                        http.getResponseHeaders().add(field.getKey(), field.getValue());
                    }
                    boolean head = http.getRequestMethod().equals("HEAD");
                    if (head && length > 0) {
                        http.getResponseHeaders().set("Content-Length", Long.toString(length));
                    }
                    // the server's own reading of a length: 0 is "unknown", -1 is "none"
                    http.sendResponseHeaders(status, head || length == 0 ? -1 : Math.max(length, 0));
                    return stalled.out(http.getResponseBody());
                });
        http.close(); // only now: closing ends the content as if it were whole
    }

    private static Headers fields(HttpExchange http) {
        Headers.Builder fields = Headers.builder(16);
        for (Map.Entry<String, List<String>> field : http.getRequestHeaders().entrySet()) {
            for (String value : field.getValue()) {
                fields.add(field.getKey(), value);
            }
        }
        return fields.build();
    }

    private static long length(HttpExchange http) {
        String length = http.getRequestHeaders().getFirst("Content-Length");
        if (length != null) {
            return Long.parseLong(length);
        }
        return http.getRequestHeaders().containsKey("Transfer-Encoding") ? -1 : 0;
    }
}

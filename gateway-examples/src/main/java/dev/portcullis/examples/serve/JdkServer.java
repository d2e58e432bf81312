package dev.portcullis.examples.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
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
import org.jspecify.annotations.Nullable;

/** The gateway in the JDK's own server. */
final class JdkServer {
    private static final int THREADS = 64;

    private JdkServer() {}

    static RunningServer start(Host gateway, InetSocketAddress address, @Nullable ServerTls tls) throws IOException {
        HttpServer server = tls == null ? HttpServer.create(address, 0) : secure(address, tls);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        server.setExecutor(threads);
        server.createContext("/", PortcullisHandler.protect(gateway, exchange -> forward(exchange)));
        server.start();
        return new RunningServer() {
            @Override
            public InetSocketAddress address() {
                return server.getAddress();
            }

            @Override
            public void stop(Duration within) {
                server.stop((int) within.toSeconds());
                threads.shutdownNow();
            }
        };
    }

    private static HttpsServer secure(InetSocketAddress address, ServerTls tls) throws IOException {
        HttpsServer server = HttpsServer.create(address, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls.context()) {
            @Override
            public void configure(HttpsParameters parameters) {
                parameters.setSSLParameters(tls.parameters());
            }
        });
        return server;
    }

    private static void forward(HttpExchange http) throws IOException {
        Exchange exchange = PortcullisHandler.exchange(http).orElseThrow();
        try (http) {
            BlockingProxy.forward(
                    exchange, fields(http), length(http), http.getRequestBody(), (status, headers, length) -> {
                        for (Map.Entry<String, String> field : headers) {
                            http.getResponseHeaders().add(field.getKey(), field.getValue());
                        }
                        // the server's own reading of a length: 0 is "unknown", -1 is "none"
                        http.sendResponseHeaders(status, length < 0 ? 0 : length == 0 ? -1 : length);
                        return http.getResponseBody();
                    });
        }
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

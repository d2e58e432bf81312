package consumer;

import com.sun.net.httpserver.HttpServer;
import dev.portcullis.gateway.jdk.PortcullisHandler;
import dev.portcullis.gateway.policy.LoadedPolicy;
import dev.portcullis.gateway.policy.Policy;
import dev.portcullis.gateway.policy.model.Authenticate;
import dev.portcullis.gateway.policy.model.GatewayPolicy;
import dev.portcullis.gateway.policy.model.Metadata;
import dev.portcullis.gateway.policy.model.RouteMatch;
import dev.portcullis.gateway.policy.model.RoutePolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

/** A policy written in Java, so that no library for YAML is needed; it lets one request in and keeps another out. */
public final class Hello {
    private Hello() {}

    public static void main(String[] arguments) throws Exception {
        GatewayPolicy written = GatewayPolicy.builder(new Metadata("hello", "1"))
                .route(RoutePolicy.builder("hello", RouteMatch.path("/hello"))
                        .authenticate(Authenticate.NONE)
                        .build())
                .build();
        try (LoadedPolicy policy = Policy.load(written, Path.of(""))) {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", PortcullisHandler.protect(policy.gateway(), exchange -> {
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            }));
            server.start();
            try {
                expect(204, server, "/hello");
                expect(404, server, "/secret");
            } finally {
                server.stop(0);
            }
        }
    }

    private static void expect(int status, HttpServer server, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        int got = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
        if (got != status) {
            throw new IllegalStateException(path + ": expected " + status + ", got " + got);
        }
    }
}

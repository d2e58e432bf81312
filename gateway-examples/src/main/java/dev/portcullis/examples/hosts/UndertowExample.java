package dev.portcullis.examples.hosts;

import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.undertow.GatewayHandler;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;

/** The gateway in Undertow. */
public final class UndertowExample {
    private UndertowExample() {}

    /** Starts a server whose every request passes the gateway. */
    public static Undertow start(Gateway gateway, int port) {
        // readme: begin
        HttpHandler application = exchange -> exchange.getResponseSender().send("hello");
        Undertow server = Undertow.builder()
                .addHttpListener(port, "127.0.0.1", GatewayHandler.of(gateway, application))
                .build();
        server.start();
        // readme: end
        return server;
    }
}

package dev.portcullis.examples.hosts;

import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.tls.ServerTls;
import dev.portcullis.gateway.undertow.GatewayHandler;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.BlockingHandler;
import java.io.IOException;

/** The gateway in Undertow, over TLS both ways. */
public final class SecureUndertowExample {
    private SecureUndertowExample() {}

    /** Starts a server whose every request passes the gateway. */
    public static Undertow start(Gateway gateway, ServerTls tls, Stock stock, int port) {
        HttpHandler application = new BlockingHandler(exchange -> {
            try {
                exchange.getResponseSender().send(stock.ask());
            } catch (IOException e) {
                exchange.setStatusCode(502);
            }
        });
        // readme: begin
        Undertow server = Undertow.builder()
                .addHttpsListener(port, "127.0.0.1", tls.context(), GatewayHandler.of(gateway, application))
                .build();
        // readme: end
        server.start();
        return server;
    }
}

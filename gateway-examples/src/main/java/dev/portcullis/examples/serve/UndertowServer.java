package dev.portcullis.examples.serve;

import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.host.Host;
import dev.portcullis.gateway.tls.ServerTls;
import dev.portcullis.gateway.undertow.GatewayHandler;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.GracefulShutdownHandler;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xnio.Options;

/** The gateway in Undertow: filters on its IO threads, forwarding on its workers. */
final class UndertowServer {
    /** How long, in milliseconds, workers may take that nobody waits for any more. */
    private static final int STRAGGLERS = 500;

    private UndertowServer() {}

    static RunningServer start(Host gateway, InetSocketAddress address, @Nullable ServerTls tls, Duration patience) {
        StalledClients stalled = new StalledClients(patience);
        HttpHandler forward = exchange -> exchange.dispatch(() -> forward(exchange, stalled));
        GracefulShutdownHandler handler = new GracefulShutdownHandler(GatewayHandler.of(gateway, forward));
        int millis = (int) patience.toMillis();
        Undertow.Builder builder = Undertow.builder()
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, 0L) // the policy's bounds count
                .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, STRAGGLERS) // else it waits for them for ever
                .setSocketOption(Options.BACKLOG, ServerKind.BACKLOG)
                .setServerOption(
                        UndertowOptions.BUFFER_PIPELINED_DATA, false) // or it spins while a client reads nothing
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, millis)
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, millis);
        if (tls == null) {
            builder.addHttpListener(address.getPort(), address.getHostString(), handler);
        } else {
            builder.addHttpsListener(address.getPort(), address.getHostString(), tls.context(), handler);
        }
        Undertow server = builder.build();
        server.start();
        InetSocketAddress bound =
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        return new RunningServer() {
            @Override
            public InetSocketAddress address() {
                return bound;
            }

            @Override
            public void stop(Duration within) {
                handler.shutdown();
                try {
                    handler.awaitShutdown(within.toMillis());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                server.stop();
                stalled.close();
            }
        };
    }

    private static void forward(HttpServerExchange http, StalledClients stalled) {
        Exchange exchange = http.getAttachment(GatewayHandler.EXCHANGE);
        http.startBlocking();
        try {
            BlockingProxy.forward(
                    exchange,
                    fields(http),
                    length(http),
                    stalled.in(http.getInputStream()),
                    (status, headers, length) -> {
                        http.setStatusCode(status);
                        for (Map.Entry<String, String> field : headers) {
                            http.getResponseHeaders().add(new HttpString(field.getKey()), field.getValue());
                        }
                        if (length > 0) {
                            http.setResponseContentLength(length);
                        }
                        return stalled.out(http.getOutputStream());
                    });
            http.endExchange();
        } catch (IOException e) {
            if (!http.isResponseStarted()) {
                http.setStatusCode(502);
            }
            try {
                http.getConnection().close(); // half an answer must not look like a whole one
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
        }
    }

    private static Headers fields(HttpServerExchange http) {
        Headers.Builder fields = Headers.builder(http.getRequestHeaders().size());
        for (HeaderValues values : http.getRequestHeaders()) {
            for (String value : values) {
                fields.add(values.getHeaderName().toString(), value);
            }
        }
        return fields.build();
    }

    private static long length(HttpServerExchange http) {
        return http.isRequestComplete() ? 0 : http.getRequestContentLength();
    }
}

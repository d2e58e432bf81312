package dev.portcullis.gateway.undertow;

import dev.portcullis.gateway.host.RawHead;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.URLUtils;

/** Between Undertow's view of a request head and the gateway's. */
final class RequestHeads {
    private RequestHeads() {}

    /** The head as it was parsed; with a routed path only if a handler has already consumed part of it. */
    static RawHead of(HttpServerExchange exchange) {
        String uri = exchange.getRequestURI();
        String query = exchange.getQueryString();
        return new RawHead(
                exchange.getRequestMethod().toString(),
                query.isEmpty() ? uri : uri + '?' + query,
                isRouted(exchange) ? exchange.getRequestPath() : null,
                protocol(exchange),
                Fields.copy(exchange.getRequestHeaders()),
                Peers.of(exchange.getConnection()));
    }

    /** A line of HTTP/1 may say HTTP/2.0, and is no HTTP/2 by that. */
    private static String protocol(HttpServerExchange exchange) {
        String said = exchange.getProtocol().toString();
        return exchange.getConnection() instanceof HttpServerConnection && !said.startsWith("HTTP/1.")
                ? "unknown"
                : said;
    }

    /** Makes the rest of the server see the canonical path, and nothing of how the client wrote it. */
    static void handOn(HttpServerExchange exchange, String target) {
        int end = target.indexOf('?');
        String path = end < 0 ? target : target.substring(0, end);
        if (exchange.isHostIncludedInRequestURI() || !path.equals(exchange.getRequestURI())) {
            exchange.setRequestURI(path);
        } else if (path.indexOf('%') < 0) {
            return; // written as it is, decoded as it is
        }
        if (!isRouted(exchange)) {
            String decoded = decode(exchange, path);
            exchange.setRequestPath(decoded);
            exchange.setRelativePath(decoded);
        }
    }

    private static boolean isRouted(HttpServerExchange exchange) {
        return !exchange.getResolvedPath().isEmpty();
    }

    private static String decode(HttpServerExchange exchange, String path) {
        if (path.indexOf('%') < 0
                || !exchange.getConnection().getUndertowOptions().get(UndertowOptions.DECODE_URL, true)) {
            return path;
        }
        return URLUtils.decode(path, "UTF-8", false, false, new StringBuilder(path.length()));
    }
}

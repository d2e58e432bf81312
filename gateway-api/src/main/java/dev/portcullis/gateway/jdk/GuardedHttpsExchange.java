package dev.portcullis.gateway.jdk;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpPrincipal;
import com.sun.net.httpserver.HttpsExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** The same over TLS: handlers cast to {@code HttpsExchange} to reach the session. */
final class GuardedHttpsExchange extends HttpsExchange {
    private final GuardedExchange guarded;
    private final HttpsExchange exchange;

    GuardedHttpsExchange(GuardedExchange guarded, HttpsExchange exchange) {
        this.guarded = guarded;
        this.exchange = exchange;
    }

    @Override
    public SSLSession getSSLSession() {
        return exchange.getSSLSession();
    }

    @Override
    public Headers getRequestHeaders() {
        return guarded.getRequestHeaders();
    }

    @Override
    public Headers getResponseHeaders() {
        return guarded.getResponseHeaders();
    }

    @Override
    public URI getRequestURI() {
        return guarded.getRequestURI();
    }

    @Override
    public String getRequestMethod() {
        return guarded.getRequestMethod();
    }

    @Override
    public HttpContext getHttpContext() {
        return guarded.getHttpContext();
    }

    @Override
    public void close() {
        guarded.close();
    }

    @Override
    public InputStream getRequestBody() {
        return guarded.getRequestBody();
    }

    @Override
    public OutputStream getResponseBody() {
        return guarded.getResponseBody();
    }

    @Override
    public void sendResponseHeaders(int status, long length) throws IOException {
        guarded.sendResponseHeaders(status, length);
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
        return guarded.getRemoteAddress();
    }

    @Override
    public int getResponseCode() {
        return guarded.getResponseCode();
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        return guarded.getLocalAddress();
    }

    @Override
    public String getProtocol() {
        return guarded.getProtocol();
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return guarded.getAttribute(name);
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        guarded.setAttribute(name, value);
    }

    @Override
    public void setStreams(@Nullable InputStream in, @Nullable OutputStream out) {
        guarded.setStreams(in, out);
    }

    @Override
    public @Nullable HttpPrincipal getPrincipal() {
        return guarded.getPrincipal();
    }
}

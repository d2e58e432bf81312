package dev.portcullis.gateway.jdk;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import dev.portcullis.gateway.Exchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What the handler is given: the canonical request, and a response that passes the gateway. */
final class GuardedExchange extends HttpExchange {
    static final String ATTRIBUTE = "dev.portcullis.gateway.exchange";

    private final HttpExchange exchange;
    private final URI target;
    private final Headers requestHeaders;
    private final ResponseGate response;
    private final Exchange facts;
    private InputStream requestBody;
    private OutputStream responseBody;

    GuardedExchange(
            HttpExchange exchange,
            URI target,
            Headers requestHeaders,
            RequestContent content,
            ResponseGate response,
            Exchange facts) {
        this.exchange = exchange;
        this.target = target;
        this.requestHeaders = requestHeaders;
        this.response = response;
        this.facts = facts;
        requestBody = content;
        responseBody = response;
    }

    @Override
    public Headers getRequestHeaders() {
        return requestHeaders;
    }

    @Override
    public Headers getResponseHeaders() {
        return response.headers();
    }

    @Override
    public URI getRequestURI() {
        return target;
    }

    @Override
    public String getRequestMethod() {
        return exchange.getRequestMethod();
    }

    @Override
    public HttpContext getHttpContext() {
        return exchange.getHttpContext();
    }

    @Override
    public void close() {
        try {
            responseBody.close();
            response.close();
        } catch (IOException e) {
            // the stream has recorded why; what is left is to end the connection
        } finally {
            response.exchangeClosed();
        }
    }

    @Override
    public InputStream getRequestBody() {
        return requestBody;
    }

    @Override
    public OutputStream getResponseBody() {
        return responseBody;
    }

    @Override
    public void sendResponseHeaders(int status, long length) throws IOException {
        response.head(status, length);
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
        return exchange.getRemoteAddress();
    }

    @Override
    public int getResponseCode() {
        return response.status();
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        return exchange.getLocalAddress();
    }

    @Override
    public String getProtocol() {
        return exchange.getProtocol();
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return requireNonNull(name, "name").equals(ATTRIBUTE) ? facts : exchange.getAttribute(name);
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        // Attributes belong to the context on some releases: a fact of one exchange must not be found by another.
        if (!requireNonNull(name, "name").equals(ATTRIBUTE)) {
            exchange.setAttribute(name, value);
        }
    }

    @Override
    public void setStreams(@Nullable InputStream in, @Nullable OutputStream out) {
        if (in != null) {
            requestBody = in;
        }
        if (out != null) {
            responseBody = out;
        }
    }

    @Override
    public @Nullable HttpPrincipal getPrincipal() {
        return exchange.getPrincipal();
    }
}

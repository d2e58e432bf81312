package dev.portcullis.examples.serve;

import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.servlet.GatewayFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Enumeration;
import java.util.Map;

/** Forwards what the gateway's filter let pass. */
final class ProxyServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Exchange exchange = (Exchange) request.getAttribute(GatewayFilter.EXCHANGE);
        BlockingProxy.forward(
                exchange, fields(request), length(request), request.getInputStream(), (status, headers, length) -> {
                    response.setStatus(status);
                    for (Map.Entry<String, String> field : headers) {
                        response.addHeader(field.getKey(), field.getValue());
                    }
                    if (length > 0) {
                        response.setContentLengthLong(length);
                    }
                    return response.getOutputStream();
                });
    }

    private static Headers fields(HttpServletRequest request) {
        Headers.Builder fields = Headers.builder(16);
        for (Enumeration<String> names = request.getHeaderNames(); names.hasMoreElements(); ) {
            String name = names.nextElement();
            for (Enumeration<String> values = request.getHeaders(name); values.hasMoreElements(); ) {
                fields.add(name, values.nextElement());
            }
        }
        return fields.build();
    }

    private static long length(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        if (length > 0) {
            return length;
        }
        boolean chunked = request.getHeader("Transfer-Encoding") != null;
        boolean unframed = request.getProtocol().startsWith("HTTP/2")
                && !request.getMethod().equals("GET");
        return chunked || unframed ? -1 : 0;
    }
}

package dev.portcullis.gateway.servlet;

import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.host.RawHead;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/** The head of a request as the container parsed it. */
final class RequestHeads {
    private RequestHeads() {}

    static RawHead of(HttpServletRequest request) {
        String uri = request.getRequestURI();
        String query = request.getQueryString();
        return new RawHead(
                request.getMethod(),
                query == null ? uri : uri + '?' + query,
                routedPath(request, uri),
                request.getProtocol(),
                fields(request),
                Peers.of(request));
    }

    private static Headers fields(HttpServletRequest request) {
        Headers.Builder fields = Headers.builder(8);
        boolean hostNamed = false;
        for (Enumeration<String> names = request.getHeaderNames(); names.hasMoreElements(); ) {
            String name = names.nextElement();
            if (name.startsWith(":")) {
                continue;
            }
            hostNamed |= name.equalsIgnoreCase("Host");
            for (Enumeration<String> values = request.getHeaders(name); values.hasMoreElements(); ) {
                fields.add(name, values.nextElement());
            }
        }
        if (!hostNamed && request.getProtocol().startsWith("HTTP/2")) {
            fields.add("Host", authority(request)); // the :authority, which some containers do not show as a field
        }
        return fields.build();
    }

    private static String authority(HttpServletRequest request) {
        int port = request.getServerPort();
        boolean usual = port <= 0 || port == (request.isSecure() ? 443 : 80);
        return usual ? request.getServerName() : request.getServerName() + ':' + port;
    }

    /** Where the container has routed the request, decoded by its own rules; {@code null} for {@code OPTIONS *}. */
    private static @Nullable String routedPath(HttpServletRequest request, String uri) {
        if (!uri.startsWith("/")) {
            return null;
        }
        String context = request.getServletContext().getContextPath();
        String inContext = request.getServletPath();
        String info = request.getPathInfo();
        String routed =
                context.isEmpty() && info == null ? inContext : context + inContext + (info == null ? "" : info);
        if (routed.isEmpty()) {
            return "/";
        }
        // A container may have replaced a directory by its welcome file already; the directory is what was routed.
        return uri.endsWith("/") && !routed.endsWith("/") ? routed.substring(0, routed.lastIndexOf('/') + 1) : routed;
    }
}

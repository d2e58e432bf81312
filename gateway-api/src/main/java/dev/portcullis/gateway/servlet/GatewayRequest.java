package dev.portcullis.gateway.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.Part;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The request as the handler sees it: the canonical path, the fields after the gateway's edits, and the content that was
 * inspected, by whatever method it is read.
 */
final class GatewayRequest extends HttpServletRequestWrapper {
    private static final String SENDFILE = "org.apache.tomcat.sendfile.support";

    private final Crossing crossing;
    private final @Nullable EditedFields fields;
    private @Nullable BufferedReader reader;
    private boolean streamTaken;

    GatewayRequest(HttpServletRequest request, Crossing crossing) {
        super(request);
        this.crossing = crossing;
        this.fields = crossing.fields();
    }

    Crossing crossing() {
        return crossing;
    }

    // ---- where it goes

    @Override
    public String getRequestURI() {
        String uri = super.getRequestURI();
        return crossing.canonicalPath(uri);
    }

    @Override
    public StringBuffer getRequestURL() {
        String uri = super.getRequestURI();
        String canonical = crossing.canonicalPath(uri);
        StringBuffer url = super.getRequestURL();
        if (!uri.equals(canonical) && url.length() >= uri.length()) {
            url.replace(url.length() - uri.length(), url.length(), canonical);
        }
        return url;
    }

    @Override
    public String getContextPath() {
        String uri = super.getRequestURI();
        // Containers show the context path as the client wrote it; beside a canonical path it has to be canonical too.
        return uri.equals(crossing.canonicalPath(uri))
                ? super.getContextPath()
                : getServletContext().getContextPath();
    }

    @Override
    public DispatcherType getDispatcherType() {
        // A request that was parked asynchronously goes on in a dispatch of its own; for the handler it is the first.
        return crossing.isFirstDispatch() ? DispatcherType.REQUEST : super.getDispatcherType();
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        if (name.equals(SENDFILE) && crossing.gate().watching()) {
            return false; // a file that the container sends by itself would pass by the gate
        }
        return super.getAttribute(name);
    }

    // ---- fields

    @Override
    public @Nullable String getHeader(String name) {
        return fields == null ? super.getHeader(name) : fields.first(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return fields == null ? super.getHeaders(name) : fields.all(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        return fields == null ? super.getHeaderNames() : fields.names();
    }

    @Override
    public int getIntHeader(String name) {
        if (fields == null || !fields.edits(name)) {
            return super.getIntHeader(name);
        }
        String value = fields.first(name);
        return value == null ? -1 : Integer.parseInt(value);
    }

    @Override
    public long getDateHeader(String name) {
        return fields == null || !fields.edits(name) ? super.getDateHeader(name) : fields.date(name);
    }

    @Override
    public Cookie @Nullable [] getCookies() {
        return fields == null || !fields.edits("Cookie") ? super.getCookies() : fields.cookies();
    }

    @Override
    public @Nullable String getContentType() {
        return fields == null || !fields.edits("Content-Type") ? super.getContentType() : fields.first("Content-Type");
    }

    @Override
    public Locale getLocale() {
        return fields == null || !fields.edits("Accept-Language")
                ? super.getLocale()
                : fields.locales().get(0);
    }

    @Override
    public Enumeration<Locale> getLocales() {
        return fields == null || !fields.edits("Accept-Language")
                ? super.getLocales()
                : Collections.enumeration(fields.locales());
    }

    // ---- content

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (reader != null) {
            throw new IllegalStateException("getReader() was called before");
        }
        streamTaken = true;
        return crossing.body().stream().with(crossing.async());
    }

    @Override
    public BufferedReader getReader() throws IOException {
        if (streamTaken) {
            throw new IllegalStateException("getInputStream() was called before");
        }
        BufferedReader opened = reader;
        if (opened == null) {
            opened = new BufferedReader(
                    new InputStreamReader(crossing.body().stream().with(crossing.async()), charset()));
            reader = opened;
        }
        return opened;
    }

    /** The specification's default, but for JSON, which is UTF-8 whatever is said (RFC 8259, section 8.1). */
    private Charset charset() {
        String encoding = getCharacterEncoding();
        if (encoding != null) {
            return Charset.forName(encoding);
        }
        String type = getContentType();
        return type != null && type.regionMatches(true, 0, "application/json", 0, 16) ? UTF_8 : ISO_8859_1;
    }

    private @Nullable RequestParts parsed() {
        if (crossing.body().isCollected()) {
            return crossing.body().parts(this);
        }
        crossing.body().parsedByContainer();
        return null;
    }

    @Override
    public @Nullable String getParameter(String name) {
        RequestParts parsed = parsed();
        return parsed == null ? super.getParameter(name) : parsed.parameters().first(name);
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        RequestParts parsed = parsed();
        return parsed == null ? super.getParameterMap() : parsed.parameters().map();
    }

    @Override
    public Enumeration<String> getParameterNames() {
        RequestParts parsed = parsed();
        return parsed == null
                ? super.getParameterNames()
                : Collections.enumeration(parsed.parameters().map().keySet());
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        RequestParts parsed = parsed();
        return parsed == null
                ? super.getParameterValues(name)
                : parsed.parameters().all(name);
    }

    @Override
    public Collection<Part> getParts() throws IOException, ServletException {
        RequestParts parsed = parsed();
        return parsed == null ? super.getParts() : parsed.parts();
    }

    @Override
    public @Nullable Part getPart(String name) throws IOException, ServletException {
        for (Part part : getParts()) {
            if (part.getName().equals(name)) {
                return part;
            }
        }
        return null;
    }

    @Override
    public Map<String, String> getTrailerFields() {
        Map<String, String> trailers = new LinkedHashMap<>();
        crossing.body().trailersForHandler().forEach(field -> trailers.put(field.getKey(), field.getValue()));
        return trailers;
    }

    // ---- asynchronous processing and protocol switches

    @Override
    public AsyncContext startAsync() {
        return crossing.startAsync(this, null, true);
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
        return crossing.startAsync(request, response, false);
    }

    @Override
    public AsyncContext getAsyncContext() {
        AsyncContext started = crossing.async();
        return started == null ? super.getAsyncContext() : started;
    }

    @Override
    public <T extends HttpUpgradeHandler> T upgrade(Class<T> type) throws IOException, ServletException {
        if (!crossing.gate().mayUpgrade()) {
            throw new ServletException("the gateway refused the protocol switch");
        }
        return super.upgrade(type);
    }
}
